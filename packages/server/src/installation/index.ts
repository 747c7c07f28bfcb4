export { installationRoutes, type InstallationRoutesOptions } from './routes.ts'

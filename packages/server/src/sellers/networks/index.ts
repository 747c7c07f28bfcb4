export { networkRoutes } from './routes.ts'
export { writeNetworks } from './write-networks.ts'

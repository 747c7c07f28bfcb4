export { networksOfLinks } from './networks-of-links.ts'
export { networkRoutes } from './routes.ts'
export { writeNetworks } from './write-networks.ts'

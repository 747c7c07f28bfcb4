export { writeNetworks } from './write-networks.ts'

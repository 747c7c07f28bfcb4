export { listConnectors, openConnector } from './known-connectors.ts'
export { loadPackages, type ConnectorPackage } from './load-packages.ts'

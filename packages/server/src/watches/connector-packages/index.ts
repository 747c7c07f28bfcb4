export { listConnectors, openConnector } from './open-connector.ts'
export { loadPackages, type ConnectorPackage } from './load-packages.ts'

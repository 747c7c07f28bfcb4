export { NetworkPage } from './network-page.tsx'
export { NetworksPage } from './networks-page.tsx'

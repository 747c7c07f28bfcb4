export { AccountabilityPage } from './accountability-page.tsx'
export { EmbargoesPage } from './embargoes-page.tsx'
export { readAccountabilitySearch } from './search.ts'

import { lazyRouteComponent } from '@tanstack/react-router'

export { useOwnBrands } from './catalog/catalog-queries.ts'
export { CatalogTabs } from './catalog/catalog-tabs.tsx'
export { readClaimSearch } from './claims/claim-search.ts'

export const BrandsPage = lazyRouteComponent(
  () => import('./catalog/brands-page.tsx'),
  'BrandsPage',
)
export const BrandPage = lazyRouteComponent(() => import('./catalog/brand-page.tsx'), 'BrandPage')
export const ProductsPage = lazyRouteComponent(
  () => import('./catalog/products-page.tsx'),
  'ProductsPage',
)
export const CatalogImportPage = lazyRouteComponent(
  () => import('./catalog/catalog-import-page.tsx'),
  'CatalogImportPage',
)
export const ClaimsPage = lazyRouteComponent(() => import('./claims/claims-page.tsx'), 'ClaimsPage')
export const AllClaimsPage = lazyRouteComponent(
  () => import('./claims/claims-page.tsx'),
  'AllClaimsPage',
)
export const ClaimPage = lazyRouteComponent(() => import('./claims/claim-page.tsx'), 'ClaimPage')
export const AnyClaimPage = lazyRouteComponent(
  () => import('./claims/claim-page.tsx'),
  'AnyClaimPage',
)
export const NewClaimPage = lazyRouteComponent(
  () => import('./claims/new-claim-page.tsx'),
  'NewClaimPage',
)

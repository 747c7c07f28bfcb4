import { lazyRouteComponent } from '@tanstack/react-router'

export { useOwnBrands } from './queries.ts'
export { CatalogTabs } from './catalog-tabs.tsx'
export { readClaimSearch } from './claim-search.ts'

export const BrandsPage = lazyRouteComponent(() => import('./brands-page.tsx'), 'BrandsPage')
export const BrandPage = lazyRouteComponent(() => import('./brand-page.tsx'), 'BrandPage')
export const ProductsPage = lazyRouteComponent(() => import('./products-page.tsx'), 'ProductsPage')
export const CatalogImportPage = lazyRouteComponent(
  () => import('./import-page.tsx'),
  'CatalogImportPage',
)
export const ClaimsPage = lazyRouteComponent(() => import('./claims-page.tsx'), 'ClaimsPage')
export const AllClaimsPage = lazyRouteComponent(() => import('./claims-page.tsx'), 'AllClaimsPage')
export const ClaimPage = lazyRouteComponent(() => import('./claim-page.tsx'), 'ClaimPage')
export const AnyClaimPage = lazyRouteComponent(() => import('./claim-page.tsx'), 'AnyClaimPage')
export const NewClaimPage = lazyRouteComponent(() => import('./new-claim-page.tsx'), 'NewClaimPage')

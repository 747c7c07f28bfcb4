import { lazyRouteComponent } from '@tanstack/react-router'
import { withMessages } from '../messages/index.ts'

export { useOwnBrands } from './catalog/catalog-queries.ts'
export { InactiveBrands } from './catalog/inactive-brands.tsx'
export { CatalogTabs } from './catalog/catalog-tabs.tsx'
export { readClaimSearch } from './claims/claim-search.ts'

export const BrandsPage = lazyRouteComponent(
  () => withMessages(['catalog', 'claims', 'images'], import('./catalog/brands-page.tsx')),
  'BrandsPage',
)
export const BrandPage = lazyRouteComponent(
  () => withMessages(['catalog', 'claims'], import('./catalog/brand-page.tsx')),
  'BrandPage',
)
export const NewBrandPage = lazyRouteComponent(
  () => withMessages(['catalog', 'claims'], import('./catalog/edit-brand-page.tsx')),
  'NewBrandPage',
)
export const EditBrandPage = lazyRouteComponent(
  () => withMessages(['catalog', 'claims'], import('./catalog/edit-brand-page.tsx')),
  'EditBrandPage',
)
export const ProductsPage = lazyRouteComponent(
  () => withMessages(['catalog', 'claims', 'images'], import('./catalog/products-page.tsx')),
  'ProductsPage',
)
export const CatalogImportPage = lazyRouteComponent(
  () =>
    withMessages(
      ['catalog', 'claims', 'images', 'imports'],
      import('./catalog/catalog-import-page.tsx'),
    ),
  'CatalogImportPage',
)
export const ClaimsPage = lazyRouteComponent(
  () => withMessages(['catalog', 'claims', 'images'], import('./claims/claims-page.tsx')),
  'ClaimsPage',
)
export const AllClaimsPage = lazyRouteComponent(
  () => withMessages(['catalog', 'claims', 'images'], import('./claims/claims-page.tsx')),
  'AllClaimsPage',
)
export const ClaimPage = lazyRouteComponent(
  () => withMessages(['claims'], import('./claims/claim-page.tsx')),
  'ClaimPage',
)
export const AnyClaimPage = lazyRouteComponent(
  () => withMessages(['claims'], import('./claims/claim-page.tsx')),
  'AnyClaimPage',
)
export const NewClaimPage = lazyRouteComponent(
  () => withMessages(['catalog', 'claims', 'images'], import('./claims/new-claim-page.tsx')),
  'NewClaimPage',
)

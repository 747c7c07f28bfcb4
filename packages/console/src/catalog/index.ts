import { lazyRouteComponent } from '@tanstack/react-router'

export const BrandsPage = lazyRouteComponent(() => import('./brands-page.tsx'), 'BrandsPage')
export const BrandPage = lazyRouteComponent(() => import('./brand-page.tsx'), 'BrandPage')
export const ProductsPage = lazyRouteComponent(() => import('./products-page.tsx'), 'ProductsPage')
export const CatalogImportPage = lazyRouteComponent(
  () => import('./import-page.tsx'),
  'CatalogImportPage',
)

import { lazyRouteComponent } from '@tanstack/react-router'

export const ImportPage = lazyRouteComponent(() => import('./import-page.tsx'), 'ImportPage')
export { ImportBar } from './import-bar.tsx'
export { ImportProvider } from './import-provider.tsx'

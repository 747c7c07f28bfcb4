import { lazyRouteComponent } from '@tanstack/react-router'
import { withMessages } from '../../messages/index.ts'

export const ImportPage = lazyRouteComponent(
  () => withMessages(['imports', 'retention'], import('./import-page.tsx')),
  'ImportPage',
)
export { ImportBar } from './import-bar.tsx'
export { ImportProvider } from './import-provider.tsx'

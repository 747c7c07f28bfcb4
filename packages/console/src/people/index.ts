import { lazyRouteComponent } from '@tanstack/react-router'

export const KeysPage = lazyRouteComponent(() => import('./keys-page.tsx'), 'KeysPage')
export const PeoplePage = lazyRouteComponent(() => import('./people-page.tsx'), 'PeoplePage')

import { lazyRouteComponent } from '@tanstack/react-router'

export const LogPage = lazyRouteComponent(() => import('./log-page.tsx'), 'LogPage')

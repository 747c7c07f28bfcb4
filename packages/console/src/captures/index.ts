import { lazyRouteComponent } from '@tanstack/react-router'

export const CapturesPage = lazyRouteComponent(() => import('./captures-page.tsx'), 'CapturesPage')
export { addressOf } from './address.ts'
export const CapturePage = lazyRouteComponent(() => import('./capture-page.tsx'), 'CapturePage')
export const ChangesPage = lazyRouteComponent(() => import('./changes-page.tsx'), 'ChangesPage')

import { lazyRouteComponent } from '@tanstack/react-router'

export const CasesPage = lazyRouteComponent(() => import('./cases-page.tsx'), 'CasesPage')
export const CasePage = lazyRouteComponent(() => import('./case-page.tsx'), 'CasePage')
export { readCaseSearch } from './search.ts'
export { useBlur } from './preferences.ts'

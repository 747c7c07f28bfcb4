import { lazyRouteComponent } from '@tanstack/react-router'

export { readReceivedSearch, readReceptionSearch } from './search.ts'

export const ReceptionPage = lazyRouteComponent(() => import('./queue-page.tsx'), 'ReceptionPage')
export const ReceivedNoticePage = lazyRouteComponent(
  () => import('./notice-page.tsx'),
  'ReceivedNoticePage',
)
export const MeasuresPage = lazyRouteComponent(() => import('./measures-page.tsx'), 'MeasuresPage')
export const FilingsPage = lazyRouteComponent(() => import('./filings-page.tsx'), 'FilingsPage')
export const MisusePage = lazyRouteComponent(() => import('./misuse-page.tsx'), 'MisusePage')
export const FlaggersPage = lazyRouteComponent(() => import('./flaggers-page.tsx'), 'FlaggersPage')
export const ReceptionSettingsPage = lazyRouteComponent(
  () => import('./settings-page.tsx'),
  'ReceptionSettingsPage',
)

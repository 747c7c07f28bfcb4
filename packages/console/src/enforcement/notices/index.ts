import { lazyRouteComponent } from '@tanstack/react-router'
import { withMessages } from '../../messages/index.ts'

export { readDraftSearch, readNoticeSearch } from './search.ts'

export const NoticesPage = lazyRouteComponent(
  () =>
    withMessages(
      ['appeals', 'cases', 'moderation', 'notices', 'proceedings', 'regimes'],
      import('./notices-page.tsx'),
    ),
  'NoticesPage',
)
export const NoticePage = lazyRouteComponent(
  () =>
    withMessages(
      ['captures', 'cases', 'enforce', 'moderation', 'notices', 'proceedings', 'regimes'],
      import('./notice-page.tsx'),
    ),
  'NoticePage',
)
export const NoticeSettingsPage = lazyRouteComponent(
  () =>
    withMessages(
      ['claims', 'notices', 'proceedings', 'regimes'],
      import('./notice-settings-page.tsx'),
    ),
  'NoticeSettingsPage',
)

import { SegmentedControl } from '@mantine/core'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { Page } from '../../components/index.ts'
import styles from './notice-quality.module.css'
import { FiguresCards } from './figures-card.tsx'
import { noticeQualityGroups, line, type NoticeQualityGroup } from './figure-groups.ts'
import { SafeguardsCard } from './safeguards-card.tsx'
import { NoticeQualityTabs } from './tabs.tsx'

const route = getRouteApi('/member/notice-quality')

/** Quality of the organisation's notices and decisions, and the safeguards that follow from it. */
export function NoticeQualityPage(): ReactNode {
  const { t, percent } = useText()
  const { seeNoticeQuality } = permissionsOf(useMember())
  const { by: asked } = route.useSearch()
  // Members limited to some brands see only the figures of those.
  const by = seeNoticeQuality ? (asked ?? 'notifier-ground') : 'brand'
  const drawn = { success: percent(line.success), upheld: percent(line.upheld) }
  return (
    <Page
      title={t('notice-quality.title')}
      lead={t('notice-quality.description', drawn)}
      actions={<NoticeQualityTabs here="figures" />}
    >
      <SafeguardsCard isSeen={seeNoticeQuality} />
      {seeNoticeQuality && <Groups by={by} />}
      <FiguresCards by={by} />
    </Page>
  )
}

function Groups({ by }: { by: NoticeQualityGroup }): ReactNode {
  const { t } = useText()
  const navigate = useNavigate()
  return (
    <div className={styles.groups}>
      <SegmentedControl
        size="xs"
        aria-label={t('notice-quality.by')}
        value={by}
        data={noticeQualityGroups.map((value) => ({
          value,
          label: t(`notice-quality.by.${value}`),
        }))}
        onChange={(value) => {
          const chosen = noticeQualityGroups.find((one) => one === value)
          void navigate({
            to: '/notice-quality',
            search: chosen === undefined ? {} : { by: chosen },
          })
        }}
      />
    </div>
  )
}

import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { Card, Denied, Empty, Page, Paged } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import { useReferrals, type ReferralView } from './queries.ts'
import { ReferralTabs } from './referral-tabs.tsx'
import { ReferralsList } from './referrals-list.tsx'
import { StateFilter } from './state-filter.tsx'
import { receivedStates } from './states.ts'

const route = getRouteApi('/member/dossiers/received')

/** The inbox of an authority or counsel: what is new, what waits for the sender, and the rest. */
export function ReceivedReferralsPage(): ReactNode {
  const { t } = useText()
  const { readDossiers } = permissionsOf(useMember())
  return (
    <Page title={t('dossiers.received')} lead={t('dossiers.received.description')}>
      <ReferralTabs here="received" />
      {readDossiers ? <Filtered /> : <Denied>{t('dossiers.denied')}</Denied>}
    </Page>
  )
}

function Filtered(): ReactNode {
  const { t } = useText()
  const { state } = route.useSearch()
  const navigate = useNavigate()
  const pages = useReferrals({ side: 'recipient', ...(state && { state }) })
  return (
    <>
      <StateFilter
        states={receivedStates}
        side="recipient"
        state={state}
        onState={(next) =>
          void navigate({
            to: '/dossiers/received',
            search: next ? { state: next } : {},
            replace: true,
          })
        }
      />
      <Received
        pages={pages}
        empty={
          <Empty title={t('dossiers.received.empty')} icon="dossier">
            {t('dossiers.received.empty.text')}
          </Empty>
        }
      />
    </>
  )
}

/** On the first page of an authority; `empty` takes its place while there are none. */
export function ReceivedReferralsHome({ empty }: { empty: ReactNode }): ReactNode {
  return <Received pages={useReferrals({ side: 'recipient' })} empty={empty} />
}

type ReceivedProps = { pages: ReturnType<typeof useReferrals>; empty: ReactNode }

function Received({ pages, empty }: ReceivedProps): ReactNode {
  const { t } = useText()
  return (
    <Paged pages={pages} empty={empty}>
      {(items) =>
        groups.map((group) => {
          const own = items.filter((item) => groupOf(item) === group)
          if (own.length === 0) return null
          const title = t(`dossiers.group.${group}`)
          return (
            <Card key={group} title={title}>
              <ReferralsList label={title} items={own} />
            </Card>
          )
        })
      }
    </Paged>
  )
}

const groups = ['new', 'asked', 'open', 'over'] as const

function groupOf({ state, openQuestions }: ReferralView): (typeof groups)[number] {
  if (state === 'sent') return 'new'
  if (state === 'closed' || state === 'withdrawn') return 'over'
  return openQuestions > 0 ? 'asked' : 'open'
}

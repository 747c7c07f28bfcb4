import { Checkbox } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { ListingThumbnail } from '../../images/thumbnails/index.ts'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import {
  Card,
  decisionOrder,
  Empty,
  More,
  Page,
  Refused,
  QueryStatus,
} from '../../components/index.ts'
import { ProposalCard } from './proposal-card.tsx'
import {
  useRules,
  useSetRules,
  usePendingApprovals,
  type Proposal,
  type Rules,
} from './proposal-queries.ts'
import styles from './proposals.module.css'
import { VisibleText } from '../../assessment/index.ts'
import { NoticesList, useNotices } from '../../investigation/case-components/index.ts'

/** Decisions and notices that wait for a second person, and the rule by which decisions do. */
export function ApprovalsPage(): ReactNode {
  const { t } = useText()
  return (
    <Page title={t('approvals.title')} lead={t('approvals.description')}>
      <PendingApprovals />
      <Rule />
    </Page>
  )
}

const proposed = { state: 'proposed' } as const

function PendingApprovals(): ReactNode {
  const { t } = useText()
  const waiting = usePendingApprovals()
  const notices = useNotices(proposed)
  if (!waiting.isSuccess) return <QueryStatus query={waiting} />
  if (!notices.isSuccess) return <QueryStatus query={notices} />
  const proposals = waiting.data.pages.flatMap(({ items }) => items)
  const hasNotices = notices.data.pages.some(({ items }) => items.length > 0)
  if (proposals.length === 0 && !hasNotices) {
    return (
      <Empty title={t('approvals.empty')} icon="check">
        {t('approvals.empty.text')}
      </Empty>
    )
  }
  return (
    <>
      {hasNotices && (
        <Card title={t('approvals.notices')} lead={t('approvals.notices.description')}>
          <NoticesList of={proposed} none="" />
        </Card>
      )}
      {proposals.length > 0 && (
        <Card title={t('approvals.pending')}>
          <div className={styles.list}>
            {proposals.map((proposal) => (
              <ProposalCard
                key={proposal.id}
                proposal={proposal}
                head={<ListingHead proposal={proposal} />}
              />
            ))}
          </div>
          <More pages={waiting} />
        </Card>
      )}
    </>
  )
}

function ListingHead({ proposal: { listing } }: { proposal: Proposal }): ReactNode {
  const { t } = useText()
  const title = listing.title ?? listing.externalId
  return (
    <Link to="/listings/$id" params={{ id: listing.id }} className={styles.listing}>
      <ListingThumbnail listing={listing.id} title={title} />
      <VisibleText text={title === '' ? t('listing.untitled') : title.slice(0, 200)} />
    </Link>
  )
}

function Rule(): ReactNode {
  const { t } = useText()
  const rules = useRules()
  if (!rules.isSuccess) return <QueryStatus query={rules} />
  return (
    <Card title={t('approvals.rule')} lead={t('approvals.rule.description')}>
      <Verdicts rules={rules.data} />
    </Card>
  )
}

function Verdicts({ rules: { secondPerson } }: { rules: Rules }): ReactNode {
  const { t } = useText()
  const rights = permissionsOf(useMember())
  const set = useSetRules()
  // Shows the choice at once, and reverts it if refused.
  const chosen = set.isPending ? set.variables : secondPerson
  return (
    <fieldset className={styles.rule} disabled={!rights.manageOrganisation}>
      <legend className="only-read-aloud">{t('approvals.rule')}</legend>
      {decisionOrder.map((verdict) => (
        <Checkbox
          key={verdict}
          label={t(`decision.${verdict}`)}
          checked={chosen.includes(verdict)}
          disabled={!rights.manageOrganisation}
          onChange={({ currentTarget: { checked } }) =>
            set.mutate(checked ? [...chosen, verdict] : chosen.filter((one) => one !== verdict))
          }
        />
      ))}
      {!rights.manageOrganisation && <p className={styles.fine}>{t('approvals.rule.denied')}</p>}
      <Refused error={set.error} />
    </fieldset>
  )
}

import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { VisibleText } from '../../assessment/index.ts'
import { Card, Page, useKeptDraft } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import { useLinkWords } from '../link-components/index.ts'
import { Acknowledge } from './acknowledge.tsx'
import { AskSender } from './ask-sender.tsx'
import { CustodyCard } from './custody-card.tsx'
import { ItemsCard } from './items-card.tsx'
import { NoticesCard } from './notices-card.tsx'
import { OutcomeReportsCard } from './outcome-reports-card.tsx'
import { PackageCard } from './package-card.tsx'
import { QuestionsCard } from './questions-card.tsx'
import { useReferrals, type ReferralDetailView } from './queries.ts'
import { ReferralSummary } from './referral-summary.tsx'
import { ReferralTabs } from './referral-tabs.tsx'
import styles from './referrals.module.css'
import { ReportOutcome } from './report-outcome.tsx'
import { SupplementsCard } from './supplements-card.tsx'

/** A dossier as its recipient has it: read, acknowledge, ask about marked items, and report outcomes. */
export function ReceivedReferral({ referral }: { referral: ReferralDetailView }): ReactNode {
  const { t } = useText()
  const { person, organisation } = useMember()
  const { answerDossiers, requestInformation } = permissionsOf(useMember())
  const { id, title, state } = referral
  const marks = useKeptDraft<{ items: string[] }>(
    { author: person.id, about: `marked items ${id}` },
    { items: [] },
  )
  const marked = new Set(marks.value.items)
  const mark = (ref: string, isMarked: boolean): void => {
    const rest = marks.value.items.filter((one) => one !== ref)
    marks.setValue({ items: isMarked ? [...rest, ref] : rest })
  }
  const [opened, setOpened] = useState<'question' | 'outcome'>()
  const mayAsk = answerDossiers && state !== 'closed' && state !== 'withdrawn'
  return (
    <Page
      title={title}
      actions={
        <>
          {answerDossiers && state === 'sent' && (
            <Acknowledge referral={referral} mayHold={organisation.kind === 'authority'} />
          )}
          {requestInformation && (
            <Button
              variant="default"
              renderRoot={(props) => (
                <Link to="/dossiers/requests/new" search={{ referral: id }} {...props} />
              )}
            >
              {t('information-request.new')}
            </Button>
          )}
        </>
      }
    >
      <ReferralTabs here="received" />
      {referral.overlaps.length > 0 && <Overlaps overlaps={referral.overlaps} />}
      <ReferralSummary referral={referral} />
      <div className={styles.stack}>
        <PackageCard referral={referral} />
        <NoticesCard referral={referral} />
        <ItemsCard referral={referral} marked={marked} {...(answerDossiers && { onMark: mark })} />
        <QuestionsCard referral={referral} />
        <SupplementsCard referral={referral} />
        <OutcomeReportsCard referral={referral} />
        <CustodyCard id={id} />
      </div>
      {answerDossiers && (
        <div className={styles.marked} role="region" aria-label={t('dossier-items.marked')}>
          <span role="status">{t('dossier-items.marked.count', { count: marked.size })}</span>
          {mayAsk && (
            <Button size="compact-md" onClick={() => setOpened('question')}>
              {t('dossier.ask')}
            </Button>
          )}
          <Button
            size="compact-md"
            variant="default"
            disabled={marked.size === 0}
            onClick={() => setOpened('outcome')}
          >
            {t('outcome-report.title')}
          </Button>
          {marked.size > 0 && (
            <Button size="compact-md" variant="subtle" onClick={marks.clear}>
              {t('dossier-items.marked.clear')}
            </Button>
          )}
        </div>
      )}
      <AskSender
        referral={referral}
        items={marks.value.items}
        opened={opened === 'question'}
        onClose={() => setOpened(undefined)}
        onAsked={marks.clear}
      />
      <ReportOutcome
        referral={referral}
        items={marks.value.items}
        opened={opened === 'outcome'}
        onClose={() => setOpened(undefined)}
        onReported={marks.clear}
      />
    </Page>
  )
}

/** Other dossiers that name the same identifiers; told to their recipient alone. */
function Overlaps({ overlaps }: Pick<ReferralDetailView, 'overlaps'>): ReactNode {
  const { t } = useText()
  const received = useReferrals({ side: 'recipient' })
  const titles = new Map(
    received.data?.pages.flatMap(({ items }) => items.map((one) => [one.id, one.title])),
  )
  return (
    <Card title={t('dossier.overlaps')} lead={t('dossier.overlaps.description')}>
      <ul className={styles.plain}>
        {overlaps.map(({ referral, sender, identifiers, types }) => (
          <li key={referral}>
            <Link to="/dossiers/$id" params={{ id: referral }} className="stranger">
              <VisibleText text={titles.get(referral) ?? t('dossier.overlap', { sender })} />
            </Link>
            <div className={styles.fine}>
              {titles.has(referral) && `${t('dossiers.from', { name: sender })} · `}
              <IdentifierTypes types={types} count={identifiers} />
            </div>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function IdentifierTypes({ types, count }: { types: readonly string[]; count: number }): ReactNode {
  const { t, list, sentences } = useText()
  const { typeName } = useLinkWords()
  const nameOf = (type: string): string =>
    type === 'account' ? t('dossier.overlap.account') : typeName(type)
  return sentences([
    t('dossier.overlap.identifiers', { count }),
    list([...new Set(types.map(nameOf))]),
  ])
}

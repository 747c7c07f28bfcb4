import { Button, Textarea } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { VisibleText } from '../../assessment/index.ts'
import {
  Card,
  Denied,
  DraftRestored,
  FactList,
  Moment,
  Page,
  QueryStatus,
  Refused,
  StateMark,
  useKeptDraft,
} from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import {
  contestTones,
  LinkTabs,
  useContest,
  useDecideContest,
  useLinkWords,
  type LinkContestDetails,
} from '../link-components/index.ts'
import { useSellerName } from '../seller-accounts/index.ts'
import { PairSides } from './pair-sides.tsx'
import { ReasonWaterfall } from './reason-waterfall.tsx'
import styles from './review.module.css'

/** A contested link: what the seller says, what the link rested on, and the decision. */
export function LinkContestPage(): ReactNode {
  const { t } = useText()
  const { id } = useParams({ from: '/member/networks/contests/$id' })
  const { seeWholeNetworks } = permissionsOf(useMember())
  if (seeWholeNetworks) return <Loaded key={id} id={id} />
  return (
    <Page title={t('link-contest.one')}>
      <Denied>{t('links.denied')}</Denied>
    </Page>
  )
}

function Loaded({ id }: { id: string }): ReactNode {
  const { t } = useText()
  const contest = useContest(id)
  return (
    <Page title={t('link-contest.one')} lead={t('links.not-a-finding')}>
      <LinkTabs here="contests" />
      {contest.isSuccess ? <Contest contest={contest.data} /> : <QueryStatus query={contest} />}
    </Page>
  )
}

function Contest({ contest }: { contest: LinkContestDetails }): ReactNode {
  const { t, probability } = useText()
  const { likelihood } = useLinkWords()
  const nameOf = useSellerName()
  const { state, text, at, decidedAt, reason, link, sides, account, other } = contest
  const [seller, linked] = sides.map((side) => (
    <Link key={side.id} to="/sellers/$id" params={{ id: side.id }} className="stranger">
      <VisibleText text={nameOf(side).name} />
    </Link>
  ))
  return (
    <>
      <Card title={t('network.summary')}>
        <FactList
          facts={[
            [
              t('link-contest.state'),
              <StateMark tone={contestTones[state]}>{t(`link-contest.state.${state}`)}</StateMark>,
            ],
            [t('link-contest.seller'), seller],
            [t('link-contest.other'), linked],
            [t('link-contest.at'), <Moment at={at} />],
            [t('link-contest.decided'), decidedAt === null ? undefined : <Moment at={decidedAt} />],
            [
              t('link-contest.reason'),
              reason === null ? undefined : (
                <span className="stranger" dir="auto">
                  <VisibleText text={reason} />
                </span>
              ),
            ],
          ]}
        />
      </Card>
      <Card title={t('link-contest.text')}>
        <p className={`${styles.words} stranger`} dir="auto">
          <VisibleText text={text ?? t('link-contest.text.erased')} />
        </p>
      </Card>
      <Card title={t('link-contest.evidence')} lead={t('link-contest.evidence.description')}>
        {link === null ? (
          <p className={styles.fine}>{t('link-contest.evidence.none')}</p>
        ) : (
          <>
            <p className={styles.odds}>
              {t('link-review.odds', {
                words: likelihood(link.probability),
                percent: probability(link.probability),
              })}
            </p>
            <ReasonWaterfall link={link} />
          </>
        )}
        <p className={styles.fine}>
          <Link to="/networks/review" search={{ a: account, b: other }}>
            {t('network.compare.review')}
          </Link>
        </p>
      </Card>
      <Card title={t('link-review.sides')}>
        <PairSides sides={sides} heading="h3" />
      </Card>
      {state === 'open' && (
        <Card title={t('link-contest.decide')}>
          {contest.bar === null ? (
            <Decide contest={contest} />
          ) : (
            <p>{t(`link-contest.bar.${contest.bar}`)}</p>
          )}
        </Card>
      )}
    </>
  )
}

function Decide({ contest: { id } }: { contest: LinkContestDetails }): ReactNode {
  const { t } = useText()
  const { person } = useMember()
  const decide = useDecideContest()
  const draft = useKeptDraft(
    { author: person.id, about: `link-contest-decision ${id}` },
    { reason: '' },
  )
  const reason = draft.value.reason.trim()
  const send = (type: 'uphold' | 'reject'): void =>
    decide.mutate({ id, action: { type, reason } }, { onSuccess: draft.clear })
  return (
    <>
      <ul className={styles.list}>
        <li>{t('link-contest.uphold.effect')}</li>
        <li>{t('link-contest.reject.effect')}</li>
      </ul>
      <Textarea
        label={t('link-contest.reason')}
        description={t('link-contest.reason.hint')}
        autosize
        minRows={2}
        maxLength={2000}
        value={draft.value.reason}
        onChange={({ currentTarget }) => draft.setValue({ reason: currentTarget.value })}
      />
      <div className={styles.decision}>
        {(['uphold', 'reject'] as const).map((type) => (
          <Button
            key={type}
            variant="default"
            disabled={reason === '' || decide.isPending}
            onClick={() => send(type)}
          >
            {t(`link-contest.${type}`)}
          </Button>
        ))}
        {reason === '' && <span className={styles.fine}>{t('link-contest.reason.missing')}</span>}
      </div>
      <DraftRestored draft={draft} />
      <Refused error={decide.error} />
    </>
  )
}

import { Button, Textarea } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { LinkJudgement } from '@touchstone/contract'
import { useEffect, useRef, type ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { VisibleText } from '../../assessment/index.ts'
import {
  DraftRestored,
  QueryStatus,
  Refused,
  StateMark,
  useKeptDraft,
} from '../../components/index.ts'
import { useKeys } from '../../listings/index.ts'
import { useText } from '../../messages/index.ts'
import { useSellerName } from '../seller-accounts/index.ts'
import {
  type LinkAccount,
  type LinkPair,
  LinkPath,
  PairAgainst,
  type PairToJudge,
  RecordContest,
  useContests,
  useLinkWords,
  usePair,
} from '../link-components/index.ts'
import { PairEffects } from './pair-effects.tsx'
import { PairSides } from './pair-sides.tsx'
import { ReasonWaterfall } from './reason-waterfall.tsx'
import { pairKey } from './review-history.ts'
import styles from './review.module.css'

export const judgementOrder = ['same', 'different', 'unsure'] as const

export type PairToReviewProps = {
  pair: PairToJudge
  isJudging: boolean
  error: unknown
  onJudge: (judgement: LinkJudgement, reason: string, done: () => void) => void
  onSkip: () => void
}

/** One pair with all that speaks for and against it, and the buttons that judge it. */
export function PairToReview(props: PairToReviewProps): ReactNode {
  const query = usePair(props.pair.a, props.pair.b)
  if (!query.isSuccess) return <QueryStatus query={query} />
  return <Comparison {...props} details={query.data} />
}

function Comparison({
  pair,
  details,
  ...judging
}: PairToReviewProps & { details: LinkPair }): ReactNode {
  const { t, probability } = useText()
  const { likelihood } = useLinkWords()
  const nameOf = useSellerName()
  const { judgeLinks, seeWholeNetworks } = permissionsOf(useMember())
  const card = useRef<HTMLElement>(null)
  useEffect(() => card.current?.focus({ preventScroll: true }), [])
  const { a, b, link } = details
  const names = { a: nameOf(a).name, b: nameOf(b).name }
  const isDirect = details.path?.length === 1
  return (
    <article
      ref={card}
      className={styles.pair}
      tabIndex={-1}
      aria-label={t('link-review.pair', names)}
    >
      <h2 className="stranger" dir="auto">
        <AccountLinkText account={a} /> · <AccountLinkText account={b} />
      </h2>
      <p className={styles.odds}>
        {link === null
          ? t('link-review.not-stored')
          : t('link-review.odds', {
              words: likelihood(link.probability),
              percent: probability(link.probability),
            })}
      </p>
      <p className={styles.fine}>{t('links.not-a-finding')}</p>
      {seeWholeNetworks && <Contested pair={details} />}
      {link !== null && (
        <>
          <h3>{t('link-review.evidence')}</h3>
          <ReasonWaterfall link={link} />
        </>
      )}
      <h3>{t('link-review.against')}</h3>
      <PairAgainst pair={details} />
      {!isDirect && (
        <>
          <h3>{t('link-review.path')}</h3>
          <LinkPath pair={details} />
        </>
      )}
      <h3>{t('link-review.sides')}</h3>
      <PairSides sides={[a, b]} heading="h4" />
      {seeWholeNetworks && (
        <>
          <h3>{t('link-review.effect')}</h3>
          <PairEffects pair={details} />
        </>
      )}
      {judgeLinks ? <Judge pair={pair} {...judging} /> : <Watch onSkip={judging.onSkip} />}
    </article>
  )
}

/** Whether a seller contests the link, else how to record that. */
function Contested({ pair: { a, b, link } }: { pair: LinkPair }): ReactNode {
  const { t } = useText()
  const nameOf = useSellerName()
  const { data } = useContests({ state: 'open', account: a.id })
  const own = data?.pages[0]?.items.find(({ account, other }) => account === b.id || other === b.id)
  if (own !== undefined)
    return (
      <p>
        <StateMark tone="waiting">{t('link-contest.state.open')}</StateMark>{' '}
        {t('link-review.contested')}{' '}
        <Link to="/networks/contests/$id" params={{ id: own.id }}>
          {t('link-contest.view')}
        </Link>
      </p>
    )
  if (link?.linked !== true) return null
  return (
    <div className={`${styles.buttons} ${styles.contest}`}>
      {[
        [a, b],
        [b, a],
      ].map(
        ([seller, other]) =>
          seller &&
          other && (
            <RecordContest
              key={seller.id}
              account={seller.id}
              other={other.id}
              label={t('link-contest.record.by', { seller: nameOf(seller).name })}
            />
          ),
      )}
    </div>
  )
}

/** For people who look at pairs and do not judge them. */
function Watch({ onSkip }: { onSkip: () => void }): ReactNode {
  const { t } = useText()
  useKeys({ s: onSkip })
  return (
    <div className={styles.judge}>
      <p>{t('link-review.read-only')}</p>
      <Button variant="default" onClick={onSkip}>
        {t('link-review.skip')}
      </Button>
    </div>
  )
}

function AccountLinkText({ account }: { account: LinkAccount }): ReactNode {
  const nameOf = useSellerName()
  return (
    <Link to="/sellers/$id" params={{ id: account.id }}>
      <VisibleText text={nameOf(account).name} />
    </Link>
  )
}

function Judge({
  pair,
  isJudging,
  error,
  onJudge,
  onSkip,
}: Omit<PairToReviewProps, 'details'>): ReactNode {
  const { t } = useText()
  const { person } = useMember()
  const field = useRef<HTMLTextAreaElement>(null)
  const draft = useKeptDraft(
    { author: person.id, about: `link-judgement ${pairKey(pair)}` },
    { reason: '' },
  )
  const judge = (judgement: LinkJudgement): void => {
    if (!isJudging) onJudge(judgement, draft.value.reason, draft.clear)
  }
  useKeys({
    ...Object.fromEntries(
      judgementOrder.map((judgement, place) => [String(place + 1), () => judge(judgement)]),
    ),
    s: onSkip,
    r: () => field.current?.focus(),
  })
  return (
    <fieldset className={styles.judge}>
      <legend>
        {t('link-review.question')} <span className={styles.key}>{t('link-review.shortcuts')}</span>
      </legend>
      <div className={styles.buttons}>
        {judgementOrder.map((judgement, place) => (
          <Button
            key={judgement}
            variant={judgement === 'same' ? 'filled' : 'default'}
            disabled={isJudging}
            onClick={() => judge(judgement)}
          >
            {t(`links.judgement.${judgement}`)}
            <span className={styles.buttonKey} aria-hidden="true">
              &nbsp;{place + 1}
            </span>
          </Button>
        ))}
        <Button variant="subtle" disabled={isJudging} onClick={onSkip}>
          {t('link-review.skip')}
        </Button>
        <Textarea
          ref={field}
          className={styles.reason}
          label={t('link-review.reason')}
          description={t('link-review.reason.hint')}
          autosize
          minRows={1}
          maxLength={2000}
          value={draft.value.reason}
          onChange={({ currentTarget }) => draft.setValue({ reason: currentTarget.value })}
          onKeyDown={({ key, currentTarget }) => {
            if (key === 'Escape') currentTarget.blur()
          }}
        />
      </div>
      <DraftRestored draft={draft} />
      <Refused error={error} />
    </fieldset>
  )
}

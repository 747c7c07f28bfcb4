import { Button, SegmentedControl } from '@mantine/core'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { LinkJudgement } from '@touchstone/contract'
import { useEffect, useState, type ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import {
  CheatSheet,
  Empty,
  KeyboardShortcutsButton,
  Page,
  QueryStatus,
  Refused,
  type KeyRows,
} from '../../components/index.ts'
import { useKeys } from '../../listings/index.ts'
import { useText } from '../../messages/index.ts'
import {
  LimitedSight,
  LinkTabs,
  type PairToJudge,
  useJudge,
  useJudgementAction,
  useLinks,
} from '../link-components/index.ts'
import { JudgementLog } from './judgement-log.tsx'
import { PairToReview } from './pair-to-review.tsx'
import { pairKey, pairsLeft, type ReviewStep } from './review-history.ts'
import styles from './review.module.css'
import { SeveralPairs } from './several-pairs.tsx'

const route = getRouteApi('/member/networks/review')

/** Pairs of accounts one after another, judged by keys. */
export function LinkReviewPage(): ReactNode {
  const { t } = useText()
  const { judgeLinks } = permissionsOf(useMember())
  const [help, setHelp] = useState(false)
  const { state } = route.useSearch()
  const keys: KeyRows = [
    [['1'], t('shortcut.link-review.same')],
    [['2'], t('shortcut.link-review.different')],
    [['3'], t('shortcut.link-review.unsure')],
    [['S'], t('shortcut.link-review.skip')],
    [['U'], t('shortcut.link-review.undo')],
    [['R'], t('shortcut.link-review.reason')],
    [['?'], t('shortcut.help')],
  ]
  useKeys({ '?': () => setHelp(true) })
  return (
    <Page
      title={t('link-review.title')}
      lead={t('link-review.description')}
      actions={judgeLinks && <KeyboardShortcutsButton onClick={() => setHelp(true)} />}
    >
      <LinkTabs here="review" />
      <LimitedSight />
      <Pairs key={state} />
      <CheatSheet keys={keys} opened={help} onClose={() => setHelp(false)} />
    </Page>
  )
}

type Told =
  | { as: 'recorded'; judgement: LinkJudgement; count: number; awaits: boolean }
  | { as: 'skipped' }
  | { as: 'undone' }

function Pairs(): ReactNode {
  const { t } = useText()
  const { state, a, b } = route.useSearch()
  const navigate = useNavigate()
  const { judgeLinks, seeWholeNetworks } = permissionsOf(useMember())
  // Pairs below the threshold rest on listings of all brands.
  const which = seeWholeNetworks ? (state ?? 'possible') : 'linked'
  const links = useLinks(which)
  const judge = useJudge()
  const act = useJudgementAction()
  const [steps, setSteps] = useState<readonly ReviewStep[]>([])
  /** The pair that is shown whatever the list says: the one of the address, or one that is back. */
  const [pinned, setPinned] = useState<PairToJudge | undefined>(
    a === undefined || b === undefined ? undefined : { a, b },
  )
  const [told, setTold] = useState<Told>()
  const items = links.data?.pages.flatMap((page) => page.items) ?? []
  const left = pairsLeft(items, steps)
  const [first] = left
  const current = pinned ?? (first && { a: first.a.id, b: first.b.id })
  const { hasNextPage, isFetching, fetchNextPage } = links
  const isShort = current === undefined && hasNextPage && !isFetching
  useEffect(() => {
    if (isShort) void fetchNextPage()
  }, [isShort, fetchNextPage])

  const take = (step: ReviewStep, next: Told): void => {
    setSteps((before) => [...before, step])
    setTold(next)
    setPinned(undefined)
    if (a !== undefined) void navigate({ to: '/networks/review', search: state ? { state } : {} })
  }
  const judgePairs = (
    pairs: readonly PairToJudge[],
    judgement: LinkJudgement,
    { reason = '', done }: { reason?: string; done?: () => void } = {},
  ): void => {
    judge.mutate(
      { pairs, judgement, reason },
      {
        onSuccess: (recorded) => {
          done?.()
          const ids = recorded.map(({ id }) => id)
          const awaits = recorded.some((one) => one.state === 'awaiting-approval')
          take(
            { pairs, judgement, ids },
            { as: 'recorded', judgement, count: pairs.length, awaits },
          )
        },
      },
    )
  }
  const undo = (): void => {
    const last = steps.at(-1)
    if (last === undefined || act.isPending || judge.isPending) return
    const back = (): void => {
      setSteps(steps.slice(0, -1))
      setPinned(last.pairs[0])
      setTold({ as: 'undone' })
    }
    if (last.ids.length === 0) back()
    else act.mutate({ ids: last.ids, type: 'withdraw' }, { onSuccess: back })
  }
  useKeys({ u: undo })
  return (
    <>
      {seeWholeNetworks && (
        <div className={styles.filters}>
          <SegmentedControl
            aria-label={t('link-review.which')}
            value={which}
            onChange={(value) =>
              void navigate({
                to: '/networks/review',
                search: value === 'linked' ? { state: 'linked' } : {},
              })
            }
            data={[
              { value: 'possible', label: t('link-review.possible') },
              { value: 'linked', label: t('link-review.linked') },
            ]}
          />
          {judgeLinks && (
            <Button
              variant="default"
              disabled={steps.length === 0}
              loading={act.isPending}
              onClick={undo}
            >
              {t('link-review.undo')}
            </Button>
          )}
        </div>
      )}
      <p className={styles.status} role="status">
        <LastStep told={told} />
      </p>
      <Refused error={act.error} />
      {current === undefined && !links.isSuccess && <QueryStatus query={links} />}
      {current === undefined && links.isSuccess && !hasNextPage && (
        <Empty title={t('link-review.empty')} icon="check">
          {t('link-review.empty.text')}
        </Empty>
      )}
      {current !== undefined && (
        <PairToReview
          key={pairKey(current)}
          pair={current}
          isJudging={judge.isPending}
          error={judge.error}
          onJudge={(judgement, reason, done) => judgePairs([current], judgement, { reason, done })}
          onSkip={() =>
            take({ pairs: [current], judgement: undefined, ids: [] }, { as: 'skipped' })
          }
        />
      )}
      {judgeLinks && left.length > 1 && (
        <SeveralPairs links={left} isJudging={judge.isPending} onJudge={judgePairs} />
      )}
      {seeWholeNetworks && <JudgementLog />}
    </>
  )
}

function LastStep({ told }: { told: Told | undefined }): ReactNode {
  const { t, number } = useText()
  if (told === undefined) return null
  if (told.as === 'skipped') return t('link-review.skipped')
  if (told.as === 'undone') return t('link-review.undone')
  const judgement = t(`links.judgement.${told.judgement}`)
  if (told.awaits) return t('link-review.recorded.approval', { judgement })
  return t('link-review.recorded', { count: told.count, figure: number(told.count), judgement })
}

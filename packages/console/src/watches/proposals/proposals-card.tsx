import { Button, Checkbox } from '@mantine/core'
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { Card, Empty, Moment, PassingNotice, QueryStatus, Refused } from '../../components/index.ts'
import { costOf, reasonOf } from './reason.ts'
import styles from './proposals.module.css'
import { useDecide, useProposals, type Decision, type Proposals } from './queries.ts'

export type ProposalsCardProps = {
  /** Id of the watch. */
  watch: string
  mayDecide: boolean
}

/** Queries that a watch lacks, each with its reason and cost, for people to add or dismiss. */
export function ProposalsCard({ watch, mayDecide }: ProposalsCardProps): ReactNode {
  const { t } = useText()
  const proposals = useProposals(watch)
  if (!proposals.isSuccess) {
    return (
      <Card title={t('watch-proposals.title')}>
        <QueryStatus query={proposals} />
      </Card>
    )
  }
  const { data } = proposals
  return (
    <Card
      title={t('watch-proposals.title')}
      lead={t('watch-proposals.description', { days: data.days })}
    >
      {data.isSearched ? (
        <ProposalList watch={watch} proposals={data} mayDecide={mayDecide} />
      ) : (
        <Empty title={t('watch-proposals.not-searched')}>
          {t('watch-proposals.not-searched.text', { place: '{query}' })}
        </Empty>
      )}
    </Card>
  )
}

/** As many are shown at first: the listings that the watch saw follow below. */
const shownAtFirst = 5

type ListProps = { watch: string; proposals: Proposals; mayDecide: boolean }

function ProposalList({ watch, proposals, mayDecide }: ListProps): ReactNode {
  const text = useText()
  const { t } = text
  const decide = useDecide(watch)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [done, setDone] = useState<Decision>()
  const list = useRef<HTMLUListElement>(null)
  const notice = useRef<HTMLDivElement>(null)
  const [isWhole, setIsWhole] = useState(false)
  const { decided, currency } = proposals
  const items = isWhole ? proposals.items : proposals.items.slice(0, shownAtFirst)
  const chosen = items.map(({ query }) => query).filter((query) => selected.has(query))
  const boxes = (): HTMLInputElement[] => [...(list.current?.querySelectorAll('input') ?? [])]
  /** The row to focus once the decided ones have gone. */
  const next = useRef<number>(undefined)
  useEffect(() => {
    if (next.current === undefined) return
    const rows = boxes()
    const row = rows[Math.min(next.current, rows.length - 1)]
    if (row) row.focus()
    else notice.current?.querySelector('button')?.focus()
    next.current = undefined
  }, [proposals.items])

  const act = (type: Decision['type'], queries: string[]): void => {
    if (queries.length === 0 || decide.isPending) return
    const at = items.findIndex(({ query }) => queries.includes(query))
    decide.mutate(
      { type, queries },
      {
        onSuccess: () => {
          if (type !== 'undo') next.current = at
          setSelected(new Set())
          setDone({ type, queries })
        },
      },
    )
  }
  const select = (query: string, isSelected: boolean): void => {
    const others = chosen.filter((one) => one !== query)
    setSelected(new Set(isSelected ? [...others, query] : others))
  }
  const onKey = (event: KeyboardEvent, query: string, at: number): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const moves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 }
    const move = moves[event.key]
    const queries = selected.has(query) ? chosen : [query]
    if (move !== undefined) boxes()[at + move]?.focus()
    else if (event.key === 'a') act('accept', queries)
    else if (event.key === 'd') act('dismiss', queries)
    else return
    event.preventDefault()
  }
  return (
    <>
      <div ref={notice}>
        <PassingNotice
          onClose={() => setDone(undefined)}
          actions={
            done !== undefined &&
            done.type !== 'undo' && (
              <Button
                size="compact-sm"
                variant="default"
                loading={decide.isPending}
                onClick={() => act('undo', done.queries)}
              >
                {t('watch-proposals.undo')}
              </Button>
            )
          }
        >
          {done && t(`watch-proposals.done.${done.type}`, { count: done.queries.length })}
        </PassingNotice>
      </div>
      <Refused error={decide.error} />
      {items.length === 0 && (
        <Empty title={t('watch-proposals.none')}>{t('watch-proposals.none.text')}</Empty>
      )}
      {items.length > 0 && mayDecide && (
        <div className={styles.bulk}>
          <Checkbox
            label={t('watch-proposals.select-all')}
            checked={chosen.length === items.length}
            indeterminate={chosen.length > 0 && chosen.length < items.length}
            onChange={({ currentTarget: { checked } }) =>
              setSelected(new Set(checked ? items.map(({ query }) => query) : []))
            }
          />
          <Button
            size="compact-sm"
            disabled={chosen.length === 0}
            loading={decide.isPending}
            onClick={() => act('accept', chosen)}
          >
            {t('watch-proposals.accept-selected', { count: chosen.length })}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            disabled={chosen.length === 0}
            loading={decide.isPending}
            onClick={() => act('dismiss', chosen)}
          >
            {t('watch-proposals.dismiss-selected', { count: chosen.length })}
          </Button>
          <span className={styles.fine}>{t('watch-proposals.keys')}</span>
        </div>
      )}
      <ul className={styles.list} ref={list}>
        {items.map((proposal, at) => (
          <li key={proposal.query} className={styles.row}>
            {mayDecide && (
              <Checkbox
                aria-label={t('watch-proposals.select-of', { query: proposal.query })}
                checked={selected.has(proposal.query)}
                onChange={({ currentTarget: { checked } }) => select(proposal.query, checked)}
                onKeyDown={(event) => onKey(event, proposal.query, at)}
              />
            )}
            <div className={styles.words}>
              <strong className="stranger">
                <bdi>{proposal.query}</bdi>
              </strong>
              <span>{reasonOf(text, proposal, proposals)}</span>
              <span className={styles.fine}>{costOf(text, proposal, currency)}</span>
            </div>
            {mayDecide && (
              <div className={styles.actions}>
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={t('watch-proposals.accept-of', { query: proposal.query })}
                  onClick={() => act('accept', [proposal.query])}
                >
                  {t('watch-proposals.accept')}
                </Button>
                <Button
                  size="compact-sm"
                  variant="subtle"
                  aria-label={t('watch-proposals.dismiss-of', { query: proposal.query })}
                  onClick={() => act('dismiss', [proposal.query])}
                >
                  {t('watch-proposals.dismiss')}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {items.length < proposals.items.length && (
        <Button size="compact-sm" variant="default" onClick={() => setIsWhole(true)}>
          {t('watch-proposals.all', { count: proposals.items.length })}
        </Button>
      )}
      {decided.length > 0 && (
        <details className={styles.decided}>
          <summary>{t('watch-proposals.decided', { count: decided.length })}</summary>
          <ul className={styles.list}>
            {decided.map(({ query, decision, decidedAt }) => (
              <li key={query} className={styles.row}>
                <div className={styles.words}>
                  <strong className="stranger">
                    <bdi>{query}</bdi>
                  </strong>
                  <span className={styles.fine}>
                    {t(`watch-proposals.decided.${decision}`)} · <Moment at={decidedAt} />
                  </span>
                </div>
                {mayDecide && (
                  <Button
                    size="compact-sm"
                    variant="default"
                    loading={decide.isPending}
                    aria-label={t('watch-proposals.undo-of', { query })}
                    onClick={() => act('undo', [query])}
                  >
                    {t('watch-proposals.undo')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

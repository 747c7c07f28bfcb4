import { Button, Checkbox, NativeSelect } from '@mantine/core'
import { toGexf } from '@touchstone/linkage/gexf'
import { useMemo, type ReactNode } from 'react'
import { Card, saveBlob } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import { useLinkWords } from '../link-components/index.ts'
import { useSellerName } from '../seller-accounts/index.ts'
import { drawnGraph, type DrawnNode, type GraphFilter } from './drawn-graph.ts'
import { GraphView } from './graph-view.tsx'
import styles from './network.module.css'
import type { GraphLink, NetworkGraph } from './queries.ts'

const families = ['contact', 'payment', 'registration', 'pictures', 'text', 'trade'] as const
const leasts = [0, 0.5, 0.8, 0.95]

export type NetworkGraphCardProps = {
  graph: NetworkGraph
  /** Those that pass the filter. */
  links: readonly GraphLink[]
  filter: GraphFilter
  weakest: ReadonlySet<string>
  marked: string | undefined
  onFilter: (filter: GraphFilter) => void
  onChoose: (account: string) => void
  /** Asks for more of what is around; undefined if there is no more. */
  onExpand: (() => void) | undefined
}

/** The graph with its filters and exports. */
export function NetworkGraphCard({
  graph,
  links,
  filter,
  weakest,
  marked,
  onFilter,
  onChoose,
  onExpand,
}: NetworkGraphCardProps): ReactNode {
  const { t, number, probability } = useText()
  const { familyName } = useLinkWords()
  const nameOf = useSellerName()
  const drawn = useMemo(() => drawnGraph(graph, filter, weakest), [graph, filter, weakest])
  const labelOf = ({ kind, accounts: [first, ...others] }: DrawnNode): string => {
    if (first === undefined) return ''
    if (kind !== 'folded' || others.length === 0) return nameOf(first).name
    const count = others.length + 1
    return t('networks.size', { count, figure: number(count) })
  }
  const saveGexf = (): void => {
    const nodes = graph.accounts.map((account) => ({
      id: account.id,
      label: nameOf(account).name,
      network: account.network ?? '',
    }))
    const edges = links.map(({ a, b, weight, probability: likely, strongest }) => ({
      a: graph.accounts[a]?.id ?? '',
      b: graph.accounts[b]?.id ?? '',
      weight,
      probability: likely,
      reason: strongest?.code ?? '',
    }))
    const lines = [...toGexf(nodes, edges)].map((line) => `${line}\n`)
    saveBlob(new Blob(lines, { type: 'application/gexf+xml' }), `network-${graph.network}.gexf`)
  }
  return (
    <Card
      title={t('network.graph')}
      lead={t('network.graph.description')}
      actions={
        <span className={styles.controls}>
          {onExpand !== undefined && (
            <Button size="compact-sm" variant="default" onClick={onExpand}>
              {t('network.expand')}
            </Button>
          )}
          <Button size="compact-sm" variant="default" onClick={saveGexf}>
            {t('network.gexf')}
          </Button>
        </span>
      }
    >
      <fieldset className={styles.filters}>
        <legend className="only-read-aloud">{t('network.filters')}</legend>
        {families.map((family) => (
          <Checkbox
            key={family}
            size="sm"
            label={familyName(family)}
            checked={filter.families.has(family)}
            onChange={({ currentTarget }) => {
              const next = new Set(filter.families)
              if (currentTarget.checked) next.add(family)
              else next.delete(family)
              onFilter({ ...filter, families: next })
            }}
          />
        ))}
        <NativeSelect
          size="xs"
          label={t('network.least')}
          value={String(filter.least)}
          onChange={({ currentTarget }) =>
            onFilter({ ...filter, least: Number(currentTarget.value) })
          }
          data={leasts.map((least) => ({
            value: String(least),
            label: least === 0 ? t('network.least.any') : probability(least),
          }))}
        />
        <Checkbox
          size="sm"
          label={t('network.unfold')}
          checked={filter.unfolded}
          onChange={({ currentTarget }) => onFilter({ ...filter, unfolded: currentTarget.checked })}
        />
      </fieldset>
      <GraphView
        graph={drawn}
        labelOf={labelOf}
        marked={marked}
        onChoose={({ accounts: [first] }) => first && onChoose(first.id)}
        onPicture={(picture) => saveBlob(picture, `network-${graph.network}.png`)}
      />
      <ul className={styles.legend} aria-label={t('network.legend')}>
        {(['own', 'weakest', 'other'] as const).map((kind) => (
          <li key={kind}>
            <span className={styles.dot} data-kind={kind} />
            {t(`network.legend.${kind}`)}
          </li>
        ))}
        {(['linked', 'possible', 'same', 'different'] as const).map((kind) => (
          <li key={kind}>
            <span className={styles.line} data-kind={kind} />
            {t(`network.legend.${kind}`)}
          </li>
        ))}
      </ul>
    </Card>
  )
}

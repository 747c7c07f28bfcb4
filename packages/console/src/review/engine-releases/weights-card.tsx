import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Family } from '@touchstone/contract'
import { useState, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Columns, FileDrop, Refused } from '../../components/index.ts'
import styles from './engine-releases.module.css'
import { useAmend, type Content, type StoredEngineRelease } from './queries.ts'

type Weights = NonNullable<Content['weights']>

const families = [
  'text',
  'brand',
  'price',
  'seller',
  'channel',
  'product',
  'review',
  'image',
  'network',
  'external',
  'item',
  'guard',
] satisfies Family[]

/** Weights of the signal families, compared with the live release. */
export function WeightsCard({ release }: { release: StoredEngineRelease }): ReactNode {
  const { t } = useText()
  const [unread, setUnread] = useState(false)
  const amend = useAmend(release)
  const live = useLiveWeights()
  const isDraft = release.state === 'draft'
  const { weights } = release.content
  const take = async (file: File): Promise<void> => {
    const read = await file.text().then(
      (text) => JSON.parse(text) as Weights,
      () => undefined,
    )
    setUnread(read === undefined)
    if (read !== undefined) amend.mutate({ weights: read })
  }
  return (
    <Card
      title={t('engine-release.weights')}
      lead={t('engine-release.weights.description')}
      actions={
        isDraft &&
        weights !== null && (
          <Button
            size="compact-sm"
            variant="default"
            loading={amend.isPending}
            onClick={() => amend.mutate({ weights: null })}
          >
            {t('engine-release.weights.remove')}
          </Button>
        )
      }
    >
      {(weights !== null || (live.data ?? null) !== null) && (
        <Comparison live={live.data ?? null} own={weights} />
      )}
      {isDraft && (
        <div className={styles.gap}>
          <FileDrop
            label={t('engine-release.weights.drop')}
            hint={t('engine-release.weights.formats')}
            onFile={(file) => void take(file)}
          />
        </div>
      )}
      {unread && <p role="alert">{t('engine-release.weights.not-json')}</p>}
      <Refused error={amend.error} />
    </Card>
  )
}

function useLiveWeights() {
  return useQuery({
    queryKey: ['releases', 'live-weights'],
    queryFn: async ({ signal }): Promise<Weights | null> => {
      const { items } = await server.engineReleases.list({ query: { state: 'live' }, signal })
      const [live] = items
      if (live === undefined) return null
      return (await server.engineReleases.read({ params: { id: live.id }, signal })).content.weights
    },
  })
}

function Comparison({ live, own }: { live: Weights | null; own: Weights | null }): ReactNode {
  const { t, number, percent } = useText()
  const scale = (weights: Weights | null, family: Family): number =>
    weights?.families[family]?.scale ?? 1
  const rate = (weights: Weights | null): string =>
    weights === null ? '–' : percent(1 / (1 + Math.exp(-weights.intercept)))
  const rounded = (value: number): string => number(Math.round(value * 100) / 100)
  return (
    <Columns
      caption={t('engine-release.weights')}
      heads={[
        t('engine-release.weights.family'),
        t('engine-release.weights.live'),
        t('engine-release.weights.this'),
        t('engine-release.weights.error'),
      ]}
    >
      {families.map((family) => {
        const error = own?.families[family]?.standardError
        return (
          <tr key={family} className="figures">
            <td className="short">{t(`family.${family}`)}</td>
            <td>{rounded(scale(live, family))}</td>
            <td>{rounded(scale(own, family))}</td>
            <td>{error == null ? '–' : `± ${rounded(error)}`}</td>
          </tr>
        )
      })}
      <tr className="figures">
        <td>{t('engine-release.weights.rate')}</td>
        <td>{rate(live)}</td>
        <td>{rate(own)}</td>
        <td>–</td>
      </tr>
    </Columns>
  )
}

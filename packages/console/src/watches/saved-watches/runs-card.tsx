import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { Card, Columns, Empty, Moment, More, QueryStatus } from '../../components/index.ts'
import { dataWords, useRuns, type Watch, type WatchRun } from '../watch-components/index.ts'
import { runEndWords } from './run-end.ts'
import styles from './watch-page.module.css'

/** Its runs, each with why it ended. */
export function RunsCard({ watch }: { watch: Watch }): ReactNode {
  const { t } = useText()
  const runs = useRuns(watch.id, `${watch.lastRun?.id} ${watch.lastRun?.endedAt}`)
  return (
    <Card title={t('watch-runs.title')}>
      {runs.isSuccess ? (
        <>
          <Rows runs={runs.data.pages.flatMap(({ items }) => items)} />
          <More pages={runs} />
        </>
      ) : (
        <QueryStatus query={runs} />
      )}
    </Card>
  )
}

function Rows({ runs }: { runs: readonly WatchRun[] }): ReactNode {
  const { t, number } = useText()
  if (runs.length === 0) {
    return (
      <Empty title={t('watch-runs.empty')} icon="clock">
        {t('watch-runs.empty.text')}
      </Empty>
    )
  }
  return (
    <Columns
      caption={t('watch-runs.title')}
      heads={[
        t('watch-runs.started'),
        t('watch-runs.end'),
        t('watch-runs.requests'),
        t('watch-runs.data'),
        t('watch-runs.new'),
        t('watch-runs.changed'),
        t('watch-runs.failed'),
      ]}
    >
      {runs.map(({ id, startedAt, usage, listings, errors, ...run }) => (
        <tr key={id}>
          <td>
            <Moment at={startedAt} />
          </td>
          <td>
            <span className={styles.sentence}>{runEndWords(t, run)}</span>
          </td>
          <td className="figures">{number(usage.requests)}</td>
          <td className="figures">{dataWords(t, usage.bytes)}</td>
          <td className="figures">{number(listings.new)}</td>
          <td className="figures">{number(listings.changed)}</td>
          <td className="figures">
            {number(errors.permanent + errors.retryable + errors.blocked + errors.forbidden)}
          </td>
        </tr>
      ))}
    </Columns>
  )
}

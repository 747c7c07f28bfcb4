import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Columns, Refused } from '../../surface/index.ts'
import styles from './engine-releases.module.css'
import { useRevised, type BackTest, type EngineRelease } from './queries.ts'

const figures = [
  ['precision', 'precision'],
  ['recall', 'recall'],
  ['false-alarms', 'falseAlarms'],
] as const

/** How a revision and what is live do on offers on whose goods people decided. */
export function BackTestCard({ release: { id, backTest } }: { release: EngineRelease }): ReactNode {
  const { t, time } = useText()
  const revised = useRevised()
  const test = useMutation({
    mutationFn: () => server.engineReleases.backTest({ params: { id } }),
    onSuccess: async () => revised(await server.engineReleases.read({ params: { id } })),
  })
  return (
    <Card
      title={t('revision.back-test')}
      lead={t('revision.back-test.lead')}
      actions={
        <Button
          size="compact-sm"
          variant="default"
          loading={test.isPending}
          onClick={() => test.mutate()}
        >
          {t('revision.back-test.do')}
        </Button>
      }
    >
      <Refused error={test.error} />
      {backTest === null ? (
        <p className={styles.hint}>{t('revision.back-test.never')}</p>
      ) : (
        <>
          <p className={styles.hint}>
            {t('revision.back-test.figures', countsOf(backTest.figures))}{' '}
            {t('revision.compared', { at: time(backTest.at) })}
          </p>
          <Figures result={backTest.figures} />
        </>
      )}
    </Card>
  )
}

function countsOf({ read, counterfeit, genuine, contradicted }: BackTest) {
  return { read, counterfeit, genuine, contradicted }
}

function Figures({ result }: { result: BackTest }): ReactNode {
  const { t } = useText()
  return (
    <Columns
      caption={t('revision.back-test')}
      heads={[
        t('revision.back-test.figure'),
        t('revision.weights.live'),
        t('revision.weights.this'),
      ]}
    >
      {figures.map(([name, field]) => (
        <tr key={name} className="figures">
          <td>
            {t(`revision.back-test.${name}`)}
            <br />
            <span className={styles.hint}>{t(`revision.back-test.${name}.hint`)}</span>
          </td>
          <td>
            <Known figure={result.before[field]} />
          </td>
          <td>
            <Known figure={result.after[field]} />
          </td>
        </tr>
      ))}
    </Columns>
  )
}

function Known({ figure }: { figure: BackTest['before']['recall'] }): ReactNode {
  const { t, percent } = useText()
  const { known, share, low, high, of } = figure
  if (!known || share === null) {
    return <span className={styles.hint}>{t('revision.back-test.unknown', { of })}</span>
  }
  return t('revision.back-test.share', {
    share: percent(share),
    low: percent(low),
    high: percent(high),
  })
}

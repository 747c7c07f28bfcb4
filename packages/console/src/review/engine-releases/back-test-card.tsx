import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Columns, Refused } from '../../components/index.ts'
import styles from './engine-releases.module.css'
import { useRevised, type BackTest, type StoredEngineRelease } from './queries.ts'

const figures = [
  ['precision', 'precision'],
  ['recall', 'recall'],
  ['false-alarms', 'falseAlarms'],
] as const

/** Compares an engine release with the live one on listings that people decided on. */
export function BackTestCard({
  release: { id, backTest },
}: {
  release: StoredEngineRelease
}): ReactNode {
  const { t, time } = useText()
  const revised = useRevised()
  const test = useMutation({
    mutationFn: () => server.engineReleases.backTest({ params: { id } }),
    onSuccess: async () => revised(await server.engineReleases.read({ params: { id } })),
  })
  return (
    <Card
      title={t('engine-release.back-test')}
      lead={t('engine-release.back-test.description')}
      actions={
        <Button
          size="compact-sm"
          variant="default"
          loading={test.isPending}
          onClick={() => test.mutate()}
        >
          {t('engine-release.back-test.do')}
        </Button>
      }
    >
      <Refused error={test.error} />
      {backTest === null ? (
        <p className={styles.hint}>{t('engine-release.back-test.never')}</p>
      ) : (
        <>
          <p className={styles.hint}>
            {t('engine-release.back-test.figures', countsOf(backTest.figures))}{' '}
            {t('engine-release.compared', { at: time(backTest.at) })}
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
      caption={t('engine-release.back-test')}
      heads={[
        t('engine-release.back-test.figure'),
        t('engine-release.weights.live'),
        t('engine-release.weights.this'),
      ]}
    >
      {figures.map(([name, field]) => (
        <tr key={name} className="figures">
          <td>
            {t(`engine-release.back-test.${name}`)}
            <br />
            <span className={styles.hint}>{t(`engine-release.back-test.${name}.hint`)}</span>
          </td>
          <td>
            <BackTestFigure figure={result.before[field]} />
          </td>
          <td>
            <BackTestFigure figure={result.after[field]} />
          </td>
        </tr>
      ))}
    </Columns>
  )
}

function BackTestFigure({ figure }: { figure: BackTest['before']['recall'] }): ReactNode {
  const { t, percent } = useText()
  const { known, share, low, high, of } = figure
  if (!known || share === null) {
    return <span className={styles.hint}>{t('engine-release.back-test.unknown', { of })}</span>
  }
  return t('engine-release.back-test.share', {
    share: percent(share),
    low: percent(low),
    high: percent(high),
  })
}

import { Progress } from '@mantine/core'
import { Fragment, type ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { Card, Empty, FactList, Moment, Page, QueryStatus } from '../../components/index.ts'
import { useEngines, type Engines } from './queries.ts'

export function EnginesPage(): ReactNode {
  const { t } = useText()
  return (
    <Page title={t('engines.title')} lead={t('engines.description')}>
      <RunningEngines />
    </Page>
  )
}

function RunningEngines(): ReactNode {
  const { t, percent, number } = useText()
  const engines = useEngines()
  if (!engines.isSuccess) return <QueryStatus query={engines} />
  const { current, running, candidate, due } = engines.data
  const others = running.filter((name) => name !== current && name !== candidate?.name)
  return (
    <>
      <Card title={t('engines.served')}>
        <FactList
          facts={[
            [t('engines.current'), <EngineName key="c" name={current} />],
            [t('engines.earlier'), others.length === 0 ? t('engines.none') : others.join(', ')],
            [t('engines.pending-listings'), number(due)],
          ]}
        />
      </Card>
      <Card title={t('engines.candidate')} lead={t('engines.candidate.description')}>
        {candidate === null ? (
          t('engines.candidate.none')
        ) : (
          <FactList
            facts={[
              [t('field.title'), <EngineName key="n" name={candidate.name} />],
              [t('engines.share'), percent(candidate.share)],
            ]}
          />
        )}
      </Card>
      <Card title={t('engines.reassessment')} lead={t('engines.reassessment.description')}>
        <ReassessmentProgress pass={engines.data.pass} />
      </Card>
    </>
  )
}

/** Allows line breaks between the parts of an engine's name. */
function EngineName({ name }: { name: string }): ReactNode {
  const [engine, ...parts] = name.split('+')
  return (
    <code>
      {engine}
      {parts.map((part) => (
        <Fragment key={part}>
          +<wbr />
          {part}
        </Fragment>
      ))}
    </code>
  )
}

function ReassessmentProgress({ pass }: Pick<Engines, 'pass'>): ReactNode {
  const { t, number, percent } = useText()
  if (pass === null)
    return (
      <Empty title={t('engines.reassessment.none')}>{t('engines.reassessment.none.text')}</Empty>
    )
  const { startedAt, doneAt, examined, due, reachedAt, oldestAt } = pass
  const share = shareDone(pass)
  return (
    <>
      <FactList
        facts={[
          [t('engines.reassessment.started'), <Moment key="s" at={startedAt} />],
          [
            t('engines.reassessment.done'),
            doneAt === null ? (
              t('engines.reassessment.in-progress')
            ) : (
              <Moment key="d" at={doneAt} />
            ),
          ],
          [t('engines.reassessment.checked'), number(examined)],
          [t('engines.reassessment.reassessed'), number(due)],
          [
            t('engines.reassessment.reached'),
            reachedAt === null ? undefined : <Moment key="r" at={reachedAt} />,
          ],
          [
            t('engines.reassessment.oldest'),
            oldestAt === null ? undefined : <Moment key="o" at={oldestAt} />,
          ],
        ]}
      />
      {doneAt === null && share !== undefined && (
        <Progress.Root mt="md" size="lg">
          <Progress.Section
            value={share * 100}
            aria-label={t('engines.reassessment.share', { share: percent(share) })}
          />
        </Progress.Root>
      )}
    </>
  )
}

/** Progress measured in days reassessed, since counting all listings would be slow. */
function shareDone(pass: NonNullable<Engines['pass']>): number | undefined {
  const { startedAt, reachedAt, oldestAt } = pass
  if (reachedAt === null || oldestAt === null) return undefined
  const total = Date.parse(startedAt) - Date.parse(oldestAt)
  const elapsed = Date.parse(startedAt) - Date.parse(reachedAt)
  return total <= 0 ? undefined : Math.min(1, Math.max(0, elapsed / total))
}

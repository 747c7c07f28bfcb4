import { Button } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useMemo, type ReactNode } from 'react'
import {
  articleOf,
  CheckedMark,
  Provisions,
  useRegimeWords,
  useRegime,
  type RegimeTable,
} from '../regime-components/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Columns, Page, QueryStatus } from '../../components/index.ts'
import { capital } from './transition-form.tsx'
import { CounselCard } from './counsel-approval-card.tsx'
import { SendingStatus } from './sending-status.tsx'
import styles from './proceedings.module.css'
import type { LawLineView } from './queries.ts'

const route = getRouteApi('/member/regimes/$id')

/** A regime as tables: states and transitions, time limits, and provisions with the state of their checks. */
export function RegimePage(): ReactNode {
  const { t, day, locale } = useText()
  const words = useRegimeWords()
  const { id } = route.useParams()
  const regime = useRegime(id)
  const lines = useMemo(
    () => new Map((regime.data?.lines ?? []).map((line) => [line.id, line])),
    [regime.data],
  )
  if (!regime.isSuccess) return <QueryStatus query={regime} />
  const { title, jurisdiction, version, asOf, caution, workflows } = regime.data
  const law = regime.data.lines.filter(({ force }) => force === 'law')
  const verified = law.filter((line) => line.verified).length
  return (
    <Page
      title={words.law({ id, title })}
      lead={t('regime.description', {
        jurisdiction: words.about(id, 'jurisdiction', jurisdiction),
        version,
        day: day(asOf),
      })}
      actions={
        <Button variant="default" renderRoot={(props) => <Link to="/proceedings" {...props} />}>
          {t('proceedings.title')}
        </Button>
      }
    >
      <Card>
        <SendingStatus regime={id} />
        <p className={styles.fine}>{words.about(id, 'caution', caution)}</p>
        {locale !== 'en' && <p className={styles.fine}>{t('legal-basis.unofficial')}</p>}
      </Card>
      <CounselCard id={id} lines={lines} />
      {workflows.map((workflow) => (
        <MachineCard key={workflow.id} workflow={workflow} table={regime.data} lines={lines} />
      ))}
      <Card
        title={t('regime.legal-basis')}
        lead={t('regime.legal-basis.description', { verified, all: law.length })}
      >
        <Columns
          caption={t('regime.legal-basis')}
          heads={[
            t('regime.article'),
            t('regime.summary'),
            t('regime.checked'),
            t('regime.sources'),
          ]}
          wide
        >
          {regime.data.lines.map((line) => (
            <tr key={line.id}>
              <td>{articleOf({ t, locale }, line.article)}</td>
              <td>{words.provision(line)}</td>
              <td className="short">
                <CheckedMark line={line} />
              </td>
              <td>{line.sources.join(', ')}</td>
            </tr>
          ))}
        </Columns>
      </Card>
    </Page>
  )
}

type MachineCardProps = {
  workflow: RegimeTable['workflows'][number]
  table: RegimeTable
  lines: ReadonlyMap<string, LawLineView>
}

function MachineCard({ workflow, table, lines }: MachineCardProps): ReactNode {
  const { t, list } = useText()
  const words = useRegimeWords()
  const roles = new Map(table.roles.map((role) => [role.id, words.role(role)]))
  const states = new Map(
    workflow.states.map((state) => [state.id, words.state(workflow.id, state)]),
  )
  const named = (id: string): string => states.get(id) ?? id
  return (
    <Card title={words.workflow(workflow)} lead={words.subject(workflow.id, workflow.subject)}>
      <Columns
        caption={words.workflow(workflow)}
        heads={[
          t('regime.from'),
          t('regime.action'),
          t('regime.to'),
          t('regime.actor'),
          t('regime.required-fields'),
          t('legal-basis.title'),
        ]}
        wide
      >
        {workflow.transitions.map((transition) => (
          <tr key={transition.id}>
            <td>{list(transition.from.map(named))}</td>
            <td>{capital(words.transition(workflow.id, transition))}</td>
            <td>{transition.to === null ? t('regime.stays') : named(transition.to)}</td>
            <td>{list(transition.roles.map((role) => roles.get(role) ?? role))}</td>
            <td>{list(transition.fields.map(words.field))}</td>
            <td>
              <Provisions ids={transition.lines} lines={lines} />
            </td>
          </tr>
        ))}
      </Columns>
      {workflow.timeLimits.length > 0 && (
        <>
          <h3 className={styles.small}>{t('proceeding.deadlines')}</h3>
          <ul className={styles.why}>
            {workflow.timeLimits.map((timeLimit) => (
              <li key={timeLimit.id}>
                {words.limit(workflow.id, timeLimit)}{' '}
                <span className={styles.fine}>({words.party(timeLimit.responsible)})</span>
                <Provisions ids={timeLimit.lines} lines={lines} />
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  )
}

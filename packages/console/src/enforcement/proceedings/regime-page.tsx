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
  const { title, jurisdiction, version, asOf, caution, machines } = regime.data
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
      {machines.map((machine) => (
        <MachineCard key={machine.id} machine={machine} table={regime.data} lines={lines} />
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
  machine: RegimeTable['machines'][number]
  table: RegimeTable
  lines: ReadonlyMap<string, LawLineView>
}

function MachineCard({ machine, table, lines }: MachineCardProps): ReactNode {
  const { t, list } = useText()
  const words = useRegimeWords()
  const roles = new Map(table.roles.map((role) => [role.id, words.role(role)]))
  const states = new Map(machine.states.map((state) => [state.id, words.state(machine.id, state)]))
  const named = (id: string): string => states.get(id) ?? id
  return (
    <Card title={words.workflow(machine)} lead={words.subject(machine.id, machine.subject)}>
      <Columns
        caption={words.workflow(machine)}
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
        {machine.moves.map((move) => (
          <tr key={move.id}>
            <td>{list(move.from.map(named))}</td>
            <td>{capital(words.transition(machine.id, move))}</td>
            <td>{move.to === null ? t('regime.stays') : named(move.to)}</td>
            <td>{list(move.roles.map((role) => roles.get(role) ?? role))}</td>
            <td>{list(move.fields.map(words.field))}</td>
            <td>
              <Provisions ids={move.lines} lines={lines} />
            </td>
          </tr>
        ))}
      </Columns>
      {machine.timeLimits.length > 0 && (
        <>
          <h3 className={styles.small}>{t('proceeding.deadlines')}</h3>
          <ul className={styles.why}>
            {machine.timeLimits.map((timeLimit) => (
              <li key={timeLimit.id}>
                {words.limit(machine.id, timeLimit)}{' '}
                <span className={styles.fine}>({words.party(timeLimit.bound)})</span>
                <Provisions ids={timeLimit.lines} lines={lines} />
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  )
}

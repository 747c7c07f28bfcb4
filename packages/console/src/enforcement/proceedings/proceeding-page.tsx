import { Button } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useMemo, useState, type ReactNode } from 'react'
import { useMarketplaceName } from '../../connection/index.ts'
import { VisibleText } from '../../assessment/index.ts'
import {
  DeadlineCalculation,
  Provisions,
  RegimeName,
  useRegimeWords,
} from '../regime-components/index.ts'
import { proceedingTitle, useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { Card, Empty, FactList, Moment, Page, QueryStatus } from '../../components/index.ts'
import { TransitionDialog, capital, type SelectedAction } from './transition-form.tsx'
import { useInstanceTitles } from './instance-titles.ts'
import { WorkflowInstanceCard } from './workflow-instance-card.tsx'
import { SendingStatus } from './sending-status.tsx'
import { DaysLeft } from './proceedings-page.tsx'
import styles from './proceedings.module.css'
import { useProceeding, type LawLineView, type ProceedingView } from './queries.ts'

const route = getRouteApi('/member/proceedings/$id')

/** One proceeding: deadlines, duties, the history of each workflow instance and the available transitions. */
export function ProceedingPage(): ReactNode {
  const { id } = route.useParams()
  const proceeding = useProceeding(id)
  if (!proceeding.isSuccess) return <QueryStatus query={proceeding} />
  return <OneProceeding key={id} proceeding={proceeding.data} />
}

function OneProceeding({ proceeding }: { proceeding: ProceedingView }): ReactNode {
  const text = useText()
  const { t } = text
  const marketplaceName = useMarketplaceName()
  const words = useRegimeWords()
  const titleOfInstance = useInstanceTitles(proceeding)
  const { actInProceedings } = permissionsOf(useMember())
  const [chosen, setChosen] = useState<SelectedAction>()
  const [why, setWhy] = useState<readonly string[]>([])
  const {
    title,
    regime,
    version,
    listing,
    case: kase,
    openedAt,
    about,
    instances,
    availableWorkflows,
  } = proceeding
  const lines = useMemo(
    () => new Map(proceeding.lines.map((line) => [line.id, line])),
    [proceeding.lines],
  )
  const openingOf = (begin: (typeof availableWorkflows)[number]): string =>
    words.opening({ id: begin.workflow, title: begin.title })
  return (
    <Page
      title={proceedingTitle(text, title)}
      actions={
        <Button variant="default" renderRoot={(props) => <Link to="/proceedings" {...props} />}>
          {t('proceedings.title')}
        </Button>
      }
    >
      <Card>
        <SendingStatus regime={regime} />
        <FactList
          facts={[
            [
              t('proceeding.regime'),
              <Link key="r" to="/regimes/$id" params={{ id: regime }}>
                <RegimeName id={regime} />
              </Link>,
            ],
            [t('proceeding.version'), version],
            [t('proceeding.opened'), <Moment key="o" at={openedAt} />],
            [
              t('proceeding.listing'),
              listing === null ? undefined : (
                <Link key="l" to="/listings/$id" params={{ id: listing }}>
                  <VisibleText text={about.listing ?? t('proceeding.listing')} />
                </Link>
              ),
            ],
            [t('proceeding.seller'), about.seller ?? undefined],
            [
              t('proceeding.marketplace'),
              about.marketplace === null ? undefined : marketplaceName(about.marketplace),
            ],
            [
              t('proceeding.case'),
              kase === null ? undefined : (
                <Link key="c" to="/cases/$id" params={{ id: kase }}>
                  <VisibleText text={about.case ?? t('proceeding.case')} />
                </Link>
              ),
            ],
          ]}
        />
      </Card>
      {why.length > 0 && (
        <Card title={t('proceeding.recorded')}>
          <div role="status">
            <ul className={styles.why}>
              {why.map((sentence, place) => (
                <li key={place}>{sentence}</li>
              ))}
            </ul>
          </div>
        </Card>
      )}
      <DeadlineList proceeding={proceeding} lines={lines} />
      <Card title={t('proceeding.documents-due')}>
        {proceeding.owed.length === 0 ? (
          <p className={styles.fine}>{t('proceeding.documents-due.empty')}</p>
        ) : (
          <ul className={styles.why}>
            {proceeding.owed.map(({ instance, document, to }) => (
              <li key={`${instance} ${document} ${to}`}>
                {t('proceeding.documents-due.item', {
                  document: words.document(document),
                  who: words.recipient(to),
                })}{' '}
                <span className={styles.fine}>({titleOfInstance(instance)})</span>
              </li>
            ))}
          </ul>
        )}
      </Card>
      {instances.length === 0 && (
        <Card title={t('proceeding.workflows')}>
          <Empty title={t('proceeding.workflows.empty')}>
            {t('proceeding.workflows.empty.text')}
          </Empty>
        </Card>
      )}
      {instances.map((instance) => (
        <WorkflowInstanceCard
          key={instance.id}
          instance={instance}
          proceeding={proceeding}
          lines={lines}
          mayAct={actInProceedings}
          onAct={(action) => setChosen({ kind: 'act', instance: instance.id, action })}
        />
      ))}
      {actInProceedings && availableWorkflows.length > 0 && (
        <Card title={t('proceeding.start-workflow')}>
          <ul className={styles.possible}>
            {availableWorkflows.map((begin) => (
              <li key={begin.workflow}>
                <div>
                  <strong>{capital(openingOf(begin))}</strong>
                  <div className={styles.fine}>{words.subject(begin.workflow, begin.subject)}</div>
                  <Provisions ids={begin.lines} lines={lines} />
                </div>
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={`${t('proceeding.record')}: ${openingOf(begin)}`}
                  onClick={() => setChosen({ kind: 'begin', begin })}
                >
                  {t('proceeding.record')}
                </Button>
              </li>
            ))}
          </ul>
        </Card>
      )}
      <TransitionDialog
        proceeding={proceeding}
        lines={lines}
        chosen={chosen}
        onClose={() => setChosen(undefined)}
        onDone={setWhy}
      />
    </Page>
  )
}

type DeadlineListProps = { proceeding: ProceedingView; lines: ReadonlyMap<string, LawLineView> }

function DeadlineList({ proceeding, lines }: DeadlineListProps): ReactNode {
  const { t } = useText()
  const words = useRegimeWords()
  const titleOfInstance = useInstanceTitles(proceeding)
  const { deadlines, instances } = proceeding
  const workflows = new Map(instances.map(({ id, workflow }) => [id, workflow]))
  const dated = [...deadlines].sort((one, other) =>
    (one.dueAt ?? '9') < (other.dueAt ?? '9') ? -1 : 1,
  )
  return (
    <Card title={t('proceeding.deadlines')}>
      {dated.length === 0 && <p className={styles.fine}>{t('proceeding.deadlines.empty')}</p>}
      <ul className={styles.deadlines}>
        {dated.map(
          ({
            instance,
            timeLimit,
            title,
            responsible: bound,
            dueAt,
            why,
            calculation,
            lines: basis,
          }) => (
            <li key={`${instance} ${timeLimit}`}>
              <div className={styles.deadlineHead}>
                <strong>
                  {words.limit(workflows.get(instance) ?? '', { id: timeLimit, title })}
                </strong>
                <span className={styles.fine}>({titleOfInstance(instance)})</span>
                <span className={styles.due}>
                  {dueAt === null ? t('proceeding.deadline.endless') : <DaysLeft dueAt={dueAt} />}
                </span>
              </div>
              <div className={styles.fine}>
                {t('proceeding.deadline.owed-by', { who: words.party(bound) })}
              </div>
              <details className={styles.law}>
                <summary>{t('proceeding.deadline.calculation')}</summary>
                <p>
                  <DeadlineCalculation calculation={calculation} dueAt={dueAt} why={why} />
                </p>
              </details>
              <Provisions ids={basis} lines={lines} />
            </li>
          ),
        )}
      </ul>
    </Card>
  )
}

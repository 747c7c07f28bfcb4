import { Button, Menu, NativeSelect } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useBrandName } from '../../connection/index.ts'
import {
  casePriorities,
  CaseStateMark,
  DueMark,
  PriorityMark,
  SlaMark,
  useNameOf,
  useQueueName,
  useTemplates,
  type CaseDetailView,
} from '../case-components/index.ts'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { Card, FactList, Icon, Moment } from '../../components/index.ts'
import type { CaseActions } from './use-case-actions.ts'
import styles from './case-page.module.css'
import type { DialogName } from './case-dialogs.tsx'

export type HeadCardProps = {
  kase: CaseDetailView
  acting: CaseActions
  takeOrGive: () => void
  onDialog: (name: DialogName) => void
}

/** State of a case, and the actions on the case as a whole. */
export function HeadCard({ kase, acting, takeOrGive, onDialog }: HeadCardProps): ReactNode {
  const { t, list, time } = useText()
  const nameOf = useNameOf()
  const brandName = useBrandName()
  const queueName = useQueueName()
  const { brands, queue, sla, template, assignee, snoozedUntil, mergedInto, closedAt } = kase
  const mayWork = permissionsOf(useMember()).workOnCases
  const templates = useTemplates(template !== null)
  const isResting = kase.state === 'snoozed' && snoozedUntil !== null
  return (
    <Card>
      <div className={styles.marks}>
        <PriorityMark kase={kase} />
        <CaseStateMark kase={kase} />
        <SlaMark kase={kase} />
        {(kase.due !== null || sla === null) && <DueMark kase={kase} />}
        {kase.escalated && <span className={styles.escalated}>{t('case.escalated')}</span>}
      </div>
      {mergedInto !== null && (
        <p className={styles.merged}>
          {t('case.merged-into')}{' '}
          <Link to="/cases/$id" params={{ id: mergedInto }}>
            {t('case.merged-into.open')}
          </Link>{' '}
          {mayWork && (
            <Button size="compact-sm" variant="default" onClick={() => onDialog('undo-merge')}>
              {t('case.undo-merge')}
            </Button>
          )}
        </p>
      )}
      <FactList
        facts={[
          [t('case.subject'), t(`case-subject.${kase.about}`)],
          [t('case.brands'), brands.length === 0 ? undefined : list(brands.map(brandName))],
          [t('case.assignee'), <Assignee key="a" assignee={assignee} nameOf={nameOf} />],
          [t('cases.queue'), queue === null ? undefined : queueName(queue)],
          [
            t('case.sla'),
            sla === null ? undefined : t('case.sla.due', { at: time(sla.due), hours: sla.hours }),
          ],
          [
            t('case.template'),
            template === null
              ? undefined
              : t('case.template.version', {
                  name: templates.data?.find(({ id }) => id === template.id)?.template.name ?? '–',
                  version: template.version,
                }),
          ],
          [t('case.snoozed-until'), isResting ? <Moment key="s" at={snoozedUntil} /> : undefined],
          [t('case.opened'), <Moment key="o" at={kase.openedAt} />],
          [t('case.changed'), <Moment key="c" at={kase.changedAt} />],
          [t('case.closed'), closedAt === null ? undefined : <Moment key="d" at={closedAt} />],
        ]}
      />
      <Steps kase={kase} acting={acting} takeOrGive={takeOrGive} onDialog={onDialog} />
    </Card>
  )
}

type AssigneeProps = { assignee: CaseDetailView['assignee']; nameOf: (id: string) => string }

function Assignee({ assignee, nameOf }: AssigneeProps): ReactNode {
  const { t, time } = useText()
  if (assignee === null) return t('case.assignee.none')
  const name = nameOf(assignee.id)
  if (assignee.until === null) return name
  return t('case.assignee.until', { name, at: time(assignee.until) })
}

function Steps({ kase, acting, takeOrGive, onDialog }: HeadCardProps): ReactNode {
  const { t } = useText()
  const member = useMember()
  if (!permissionsOf(member).workOnCases) return null
  if (kase.state === 'closed') {
    return (
      <div className={styles.steps}>
        <Button variant="default" onClick={() => onDialog('reopen')}>
          {t('case.reopen')}
        </Button>
      </div>
    )
  }
  const isMine = kase.assignee?.id === member.person.id
  return (
    <div className={styles.steps}>
      <Button variant={isMine ? 'default' : 'filled'} onClick={takeOrGive}>
        {t(isMine ? 'case.release' : 'case.take')}
      </Button>
      <NativeSelect
        aria-label={t('cases.priority')}
        value={kase.priority}
        data={casePriorities.map((value) => ({ value, label: t(`case-priority.${value}`) }))}
        onChange={({ currentTarget: { value } }) => {
          const priority = casePriorities.find((one) => one === value)
          if (priority) acting.act({ type: 'prioritise', priority })
        }}
      />
      <Button variant="default" onClick={() => onDialog('due')}>
        {t('case.set-due')}
      </Button>
      {kase.snoozedUntil !== null && kase.state === 'snoozed' ? (
        <Button variant="default" onClick={() => acting.act({ type: 'wake' })}>
          {t('case.wake')}
        </Button>
      ) : (
        <Button variant="default" onClick={() => onDialog('snooze')}>
          {t('case.snooze')}
        </Button>
      )}
      <Button variant="default" onClick={() => onDialog('close')}>
        {t('case.close')}
      </Button>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <Button variant="subtle" rightSection={<Icon name="down" size={14} />}>
            {t('case.more')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => onDialog('assign')}>{t('case.assign')}</Menu.Item>
          <Menu.Item onClick={() => onDialog('queue')}>{t('case.queue.move')}</Menu.Item>
          <Menu.Item onClick={() => onDialog('rename')}>{t('case.rename')}</Menu.Item>
          <Menu.Item onClick={() => onDialog('escalate')}>{t('case.escalate')}</Menu.Item>
          <Menu.Item onClick={() => onDialog('merge')}>{t('case.merge')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}

import { Button, Group, Modal, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import {
  casePriorities,
  caseSubjects,
  CasesTabs,
  useNameOf,
  useTemplates,
  type CaseTemplateView,
  type CaseTemplateContent,
} from '../case-components/index.ts'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import {
  Empty,
  FormEnd,
  Moment,
  Page,
  Refused,
  StateMark,
  QueryStatus,
} from '../../components/index.ts'
import styles from './casework-settings.module.css'
import { hoursIn } from './parse-hours.ts'

type TemplateEdit = { template: CaseTemplateContent; of?: CaseTemplateView; retired?: boolean }

/** Case templates: admins edit them, everyone can read them. */
export function TemplatesPage(): ReactNode {
  const { t } = useText()
  const maySet = permissionsOf(useMember()).arrangeCases
  const templates = useTemplates()
  const queries = useQueryClient()
  const [changed, setChanged] = useState<CaseTemplateView | 'new'>()
  const write = useMutation({
    mutationFn: ({ template, of, retired = of?.retired ?? false }: TemplateEdit) =>
      of === undefined
        ? server.casework.addTemplate({ body: template })
        : server.casework.changeTemplate({
            params: { id: of.id },
            body: { template, retired, expectedVersion: of.version },
          }),
    onSuccess: async () => {
      setChanged(undefined)
      await queries.invalidateQueries({ queryKey: ['case templates'] })
    },
  })
  return (
    <Page
      title={t('case-templates.title')}
      lead={`${t('case-templates.description')}${maySet ? '' : ` ${t('case-templates.denied')}`}`}
      actions={
        maySet && <Button onClick={() => setChanged('new')}>{t('case-templates.new')}</Button>
      }
    >
      <CasesTabs here="templates" />
      {!templates.isSuccess && <QueryStatus query={templates} />}
      {templates.data?.length === 0 && (
        <Empty title={t('case-templates.empty')}>{t('case-templates.empty.text')}</Empty>
      )}
      {changed === undefined && <Refused error={write.error} />}
      <ul className={styles.items}>
        {(templates.data ?? []).map((one) => (
          <Item
            key={one.id}
            one={one}
            maySet={maySet}
            onChange={() => setChanged(one)}
            onRetire={(retired) => write.mutate({ template: one.template, of: one, retired })}
          />
        ))}
      </ul>
      <Modal
        opened={changed !== undefined}
        onClose={() => setChanged(undefined)}
        title={t(changed === 'new' ? 'case-templates.new' : 'case-template.change')}
        closeButtonProps={{ 'aria-label': t('state.close') }}
      >
        {changed !== undefined && (
          <TemplateForm
            {...(changed !== 'new' && { of: changed })}
            isPending={write.isPending}
            error={write.error}
            onClose={() => setChanged(undefined)}
            onWrite={(template) =>
              write.mutate({ template, ...(changed !== 'new' && { of: changed }) })
            }
          />
        )}
      </Modal>
    </Page>
  )
}

type ItemProps = {
  one: CaseTemplateView
  maySet: boolean
  onChange: () => void
  onRetire: (retired: boolean) => void
}

function Item({ one, maySet, onChange, onRetire }: ItemProps): ReactNode {
  const { t } = useText()
  const nameOf = useNameOf()
  const { template, version, retired, at, by } = one
  return (
    <li className={styles.item} data-retired={retired}>
      <div className={styles.head}>
        <h2 className="stranger">{template.name}</h2>
        {retired && <StateMark tone="plain">{t('case-template.retired')}</StateMark>}
        {maySet && (
          <Group gap="xs">
            <Button size="compact-sm" variant="default" onClick={onChange}>
              {t('case-template.change')}
            </Button>
            <Button size="compact-sm" variant="subtle" onClick={() => onRetire(!retired)}>
              {t(retired ? 'case-template.revive' : 'case-template.retire')}
            </Button>
          </Group>
        )}
      </div>
      <span>
        {t(`case-subject.${template.about}`)} · {t(`case-priority.${template.priority}`)} ·{' '}
        {template.slaHours === null
          ? t('case-queue.sla.none')
          : t('case-queue.hours', { hours: template.slaHours })}{' '}
        · {t('case-template.tasks.count', { count: template.tasks.length })}
      </span>
      {template.tasks.length > 0 && (
        <ul className={styles.list}>
          {template.tasks.map((task) => (
            <li key={task} className="stranger">
              {task}
            </li>
          ))}
        </ul>
      )}
      {template.note !== null && <span className={`${styles.fine} stranger`}>{template.note}</span>}
      <span className={styles.fine}>
        {t('case-template.version', { version })} ·{' '}
        {by.kind === 'person' ? nameOf(by.id) : t(`actor.${by.kind}`)} · <Moment at={at} />
      </span>
    </li>
  )
}

type TemplateFormProps = {
  of?: CaseTemplateView
  isPending: boolean
  error: unknown
  onClose: () => void
  onWrite: (template: CaseTemplateContent) => void
}

function TemplateForm({ of, isPending, error, onClose, onWrite }: TemplateFormProps): ReactNode {
  const { t } = useText()
  const before = of?.template
  const [name, setName] = useState(before?.name ?? '')
  const [about, setAbout] = useState(before?.about ?? 'seller')
  const [priority, setPriority] = useState(before?.priority ?? 'normal')
  const [tasks, setTasks] = useState((before?.tasks ?? []).join('\n'))
  const [hours, setHours] = useState(before?.slaHours?.toString() ?? '')
  const [note, setNote] = useState(before?.note ?? '')
  const slaHours = hoursIn(hours)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (slaHours === undefined) return
    onWrite({
      name: name.trim(),
      about,
      priority,
      slaHours,
      tasks: tasks
        .split('\n')
        .map((task) => task.trim())
        .filter((task) => task !== ''),
      note: note.trim() === '' ? null : note.trim(),
    })
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label={t('case.name')}
          maxLength={200}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <NativeSelect
          label={t('open-case.subject')}
          value={about}
          data={caseSubjects.map((value) => ({ value, label: t(`case-subject.${value}`) }))}
          onChange={({ currentTarget: { value } }) =>
            setAbout(caseSubjects.find((one) => one === value) ?? 'seller')
          }
        />
        <NativeSelect
          label={t('cases.priority')}
          value={priority}
          data={casePriorities.map((value) => ({ value, label: t(`case-priority.${value}`) }))}
          onChange={({ currentTarget: { value } }) =>
            setPriority(casePriorities.find((one) => one === value) ?? 'normal')
          }
        />
        <Textarea
          label={t('case-template.tasks')}
          autosize
          minRows={3}
          maxRows={12}
          value={tasks}
          onChange={({ currentTarget }) => setTasks(currentTarget.value)}
        />
        <TextInput
          label={t('case-template.sla')}
          description={t('case-template.sla.hint')}
          inputMode="numeric"
          value={hours}
          onChange={({ currentTarget }) => setHours(currentTarget.value)}
        />
        <Textarea
          label={t('case-template.note')}
          autosize
          minRows={2}
          maxRows={12}
          maxLength={10_000}
          value={note}
          onChange={({ currentTarget }) => setNote(currentTarget.value)}
        />
        <FormEnd
          error={error}
          isPending={isPending}
          ready={name.trim() !== '' && slaHours !== undefined}
          onLeave={onClose}
        >
          {t('state.save')}
        </FormEnd>
      </Stack>
    </form>
  )
}

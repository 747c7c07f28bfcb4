import { Button, Group, Modal, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { CaseAction } from '@touchstone/contract'
import { useState, type FormEvent, type ReactNode } from 'react'
import {
  caseEndings,
  useNames,
  useOpenCases,
  useQueues,
  type CaseDetailView,
} from '../case-components/index.ts'
import { useText, type PlainKey } from '../../messages/index.ts'
import { useMember } from '../../access/session/index.ts'
import { FormEnd } from '../../components/index.ts'
import type { CaseActions } from './use-case-actions.ts'
import { endOf, later, localDay } from './days.ts'

export type DialogName =
  | 'assign'
  | 'due'
  | 'snooze'
  | 'escalate'
  | 'rename'
  | 'close'
  | 'reopen'
  | 'merge'
  | 'undo-merge'
  | 'split'
  | 'queue'

const titles: Record<DialogName, PlainKey> = {
  assign: 'case.assign.title',
  due: 'case.set-due.title',
  snooze: 'case.snooze.title',
  escalate: 'case.escalate.title',
  rename: 'case.rename.title',
  close: 'case.close.title',
  reopen: 'case.reopen.title',
  merge: 'case.merge.title',
  'undo-merge': 'case.undo-merge.title',
  split: 'case.split.title',
  queue: 'case.queue.move.title',
}

type FormProps = {
  kase: CaseDetailView
  acting: CaseActions
  /** Selected listings, for splitting a case. */
  picked: readonly string[]
  onClose: () => void
  onMoved: () => void
}

export type CaseDialogsProps = FormProps & { open: DialogName | undefined }

/** The actions that need more input. */
export function CaseDialogs({ open, ...form }: CaseDialogsProps): ReactNode {
  const { t } = useText()
  // Keeps its title while it fades out.
  const [name, setName] = useState<DialogName>('due')
  if (open !== undefined && open !== name) setName(open)
  const Form = forms[name]
  return (
    <Modal
      opened={open !== undefined}
      onClose={form.onClose}
      title={t(titles[name])}
      closeButtonProps={{ 'aria-label': t('state.close') }}
    >
      {open !== undefined && <Form {...form} />}
    </Modal>
  )
}

const forms: Record<DialogName, (form: FormProps) => ReactNode> = {
  assign: AssignForm,
  due: DueForm,
  snooze: SnoozeForm,
  escalate: (props) => <ReasonForm {...props} step="escalate" />,
  rename: RenameForm,
  close: CloseForm,
  reopen: (props) => <ReasonForm {...props} step="reopen" />,
  merge: MergeForm,
  'undo-merge': (props) => <ReasonForm {...props} step="undo-merge" />,
  split: SplitForm,
  queue: QueueForm,
}

type StepProps = Pick<FormProps, 'acting' | 'onClose'> & {
  label: string
  text?: ReactNode
  action: CaseAction | undefined
  onDone?: () => void
  children?: ReactNode
}

function Step({ acting, onClose, label, text, action, onDone, children }: StepProps): ReactNode {
  const step = useMutation({
    mutationFn: async () => action && acting.run(action),
    onSuccess: () => {
      onDone?.()
      onClose()
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    step.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {text !== undefined && <div>{text}</div>}
        {children}
        <FormEnd
          error={step.error}
          isPending={step.isPending}
          ready={action !== undefined}
          onLeave={onClose}
        >
          {label}
        </FormEnd>
      </Stack>
    </form>
  )
}

function DueForm({ kase, acting, onClose }: FormProps): ReactNode {
  const { t } = useText()
  const [day, setDay] = useState(kase.due === null ? later(7) : localDay(new Date(kase.due)))
  const due = day === '' ? null : endOf(day)
  return (
    <Step
      acting={acting}
      onClose={onClose}
      label={t('state.save')}
      text={t('case.set-due.text')}
      action={due === undefined ? undefined : { type: 'set-due', due }}
    >
      <Group gap="sm" align="end">
        <TextInput
          type="date"
          label={t('case.due')}
          value={day}
          onChange={({ currentTarget }) => setDay(currentTarget.value)}
        />
        <Button variant="default" onClick={() => setDay('')}>
          {t('case.set-due.none')}
        </Button>
      </Group>
    </Step>
  )
}

function SnoozeForm({ acting, onClose }: FormProps): ReactNode {
  const { t } = useText()
  const [day, setDay] = useState(later(7))
  const until = endOf(day)
  return (
    <Step
      acting={acting}
      onClose={onClose}
      label={t('case.snooze').replace('…', '')}
      text={t('case.snooze.text')}
      action={until === undefined ? undefined : { type: 'snooze', until }}
    >
      <TextInput
        type="date"
        label={t('case.snoozed-until')}
        min={later(0)}
        value={day}
        onChange={({ currentTarget }) => setDay(currentTarget.value)}
      />
    </Step>
  )
}

function AssignForm({ kase, acting, onClose }: FormProps): ReactNode {
  const { t } = useText()
  const { person } = useMember()
  const names = useNames()
  const [to, setTo] = useState(kase.assignee?.id ?? person.id)
  const [day, setDay] = useState('')
  const until = endOf(day)
  return (
    <Step
      acting={acting}
      onClose={onClose}
      label={t('case.assign').replace('…', '')}
      text={t('case.assign.text')}
      action={{ type: 'assign', to, ...(until !== undefined && { until }) }}
    >
      <NativeSelect
        label={t('case.assign.to')}
        value={to}
        data={[...names].map(([value, label]) => ({ value, label }))}
        onChange={({ currentTarget }) => setTo(currentTarget.value)}
      />
      <TextInput
        type="date"
        label={t('case.assign.until')}
        description={t('case.assign.until.hint')}
        min={later(0)}
        value={day}
        onChange={({ currentTarget }) => setDay(currentTarget.value)}
      />
    </Step>
  )
}

type WordsProps = {
  label: string
  value: string
  required?: boolean
  onChange: (v: string) => void
}

function TextareaField({ label, value, required = true, onChange }: WordsProps): ReactNode {
  return (
    <Textarea
      label={label}
      required={required}
      withAsterisk={false}
      autosize
      minRows={2}
      maxRows={8}
      maxLength={2000}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  )
}

/** An action that needs only a reason. */
function ReasonForm({
  acting,
  onClose,
  step,
}: FormProps & { step: 'escalate' | 'reopen' | 'undo-merge' }): ReactNode {
  const { t } = useText()
  const [words, setWords] = useState('')
  const reason = words.trim()
  return (
    <Step
      acting={acting}
      onClose={onClose}
      label={t(`case.${step}`).replace('…', '')}
      text={t(`case.${step}.text`)}
      action={reason === '' ? undefined : { type: step, reason }}
    >
      <TextareaField label={t('case.reason')} value={words} onChange={setWords} />
    </Step>
  )
}

function RenameForm({ kase, acting, onClose }: FormProps): ReactNode {
  const { t } = useText()
  const [title, setTitle] = useState(kase.title)
  const name = title.trim()
  return (
    <Step
      acting={acting}
      onClose={onClose}
      label={t('state.save')}
      action={name === '' ? undefined : { type: 'rename', title: name }}
    >
      <TextInput
        label={t('case.name')}
        description={t('case.name.hint')}
        maxLength={200}
        value={title}
        onChange={({ currentTarget }) => setTitle(currentTarget.value)}
      />
    </Step>
  )
}

function CloseForm({ acting, onClose }: FormProps): ReactNode {
  const { t } = useText()
  const [outcome, setOutcome] = useState<(typeof caseEndings)[number]>('enforced')
  const [words, setWords] = useState('')
  const reason = words.trim()
  return (
    <Step
      acting={acting}
      onClose={onClose}
      label={t('case.close').replace('…', '')}
      text={t('case.close.text')}
      action={{ type: 'close', outcome, ...(reason !== '' && { reason }) }}
    >
      <NativeSelect
        label={t('case.outcome')}
        value={outcome}
        data={caseEndings.map((value) => ({ value, label: t(`case-outcome.${value}`) }))}
        onChange={({ currentTarget: { value } }) =>
          setOutcome(caseEndings.find((one) => one === value) ?? 'enforced')
        }
      />
      <TextareaField label={t('case.reason')} value={words} required={false} onChange={setWords} />
    </Step>
  )
}

function MergeForm({ kase, acting, onClose }: FormProps): ReactNode {
  const { t } = useText()
  const open = useOpenCases(true)
  const others = (open.data ?? []).filter(({ id }) => id !== kase.id)
  const [chosen, setChosen] = useState('')
  const into = others.find(({ id }) => id === chosen) ?? others[0]
  if (open.isSuccess && into === undefined) return <p>{t('case.merge.none')}</p>
  return (
    <Step
      acting={acting}
      onClose={onClose}
      label={t('case.merge').replace('…', '')}
      text={
        into &&
        `${t('case.merge.preview', {
          count: kase.listings,
          into: into.title,
          there: into.listings,
        })} ${t('case.merge.warning')}`
      }
      action={into && { type: 'merge', into: into.id }}
    >
      <NativeSelect
        label={t('case.merge.into')}
        value={into?.id ?? ''}
        data={others.map((one) => ({ value: one.id, label: one.title }))}
        onChange={({ currentTarget }) => setChosen(currentTarget.value)}
      />
    </Step>
  )
}

function SplitForm({ kase, acting, picked, onClose, onMoved }: FormProps): ReactNode {
  const { t } = useText()
  const [title, setTitle] = useState(kase.title)
  const name = title.trim()
  const count = picked.length
  return (
    <Step
      acting={acting}
      onClose={onClose}
      label={t('case.split')}
      text={t('case.split.preview', { count, stay: kase.listings - count })}
      action={
        name === '' || count === 0
          ? undefined
          : { type: 'split', title: name, listings: [...picked] }
      }
      onDone={onMoved}
    >
      <TextInput
        label={t('case.name')}
        maxLength={200}
        value={title}
        onChange={({ currentTarget }) => setTitle(currentTarget.value)}
      />
    </Step>
  )
}

/** Lets the rules choose the queue. */
const byRules = 'rules'

function QueueForm({ kase, acting, onClose }: FormProps): ReactNode {
  const { t } = useText()
  const queues = (useQueues().data ?? []).filter(({ retired }) => !retired)
  const [to, setTo] = useState(kase.queue ?? '')
  const action: CaseAction =
    to === byRules ? { type: 'route' } : { type: 'move-to-queue', queue: to === '' ? null : to }
  return (
    <Step
      acting={acting}
      onClose={onClose}
      label={t('state.save')}
      text={t('case.queue.move.text')}
      action={action}
    >
      <NativeSelect
        label={t('cases.queue')}
        value={to}
        data={[
          { value: '', label: t('case.queue.none') },
          // The rules apply only if the case has no queue.
          ...(kase.queue === null ? [{ value: byRules, label: t('case.queue.by-rules') }] : []),
          ...queues.map(({ id: value, name: label }) => ({ value, label })),
        ]}
        onChange={({ currentTarget }) => setTo(currentTarget.value)}
      />
    </Step>
  )
}

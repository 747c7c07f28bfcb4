import { Button, Checkbox, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type FormEvent, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import {
  ConfirmButton,
  Card,
  Columns,
  Empty,
  FormEnd,
  Moment,
  Page,
  StateMark,
  QueryStatus,
} from '../../components/index.ts'
import { useMisuse, type MisuseAction, type MisuseRecord } from './queries.ts'
import styles from './moderation.module.css'
import { ModerationTabs } from './moderation-tabs.tsx'

/**
 * Misuse records under Art. 23 DSA, one per person and role: a warning comes first, and a suspension weighs four
 * factors.
 */
export function MisusePage(): ReactNode {
  const { t } = useText()
  const misuse = useMisuse()
  const rights = permissionsOf(useMember())
  const items = misuse.data ?? []
  return (
    <Page
      title={t('misuse.title')}
      lead={t('misuse.description')}
      actions={rights.manageModeration && <WatchSeller />}
    >
      <ModerationTabs here="misuse" />
      <Card>
        {!misuse.isSuccess && <QueryStatus query={misuse} />}
        {misuse.isSuccess && items.length === 0 && (
          <Empty title={t('misuse.empty')}>{t('misuse.empty.text')}</Empty>
        )}
        {items.length > 0 && (
          <Columns
            caption={t('misuse.title')}
            heads={[
              t('misuse.person'),
              t('misuse.role'),
              t('misuse.state'),
              t('misuse.strikes'),
              t('misuse.since'),
              t('state.actions'),
            ]}
          >
            {items.map((record) => (
              <Row key={record.id} record={record} />
            ))}
          </Columns>
        )}
      </Card>
    </Page>
  )
}

const tones = { clear: 'plain', warned: 'waiting', suspended: 'bad', closed: 'plain' } as const

function Row({ record }: { record: MisuseRecord }): ReactNode {
  const { t, word } = useText()
  const rights = permissionsOf(useMember())
  const act = useActing(record)
  const [suspending, setSuspending] = useState(false)
  const { label, role, state, strikes, since, proceeding } = record
  const button = { variant: 'default', size: 'compact-sm' } as const
  return (
    <tr>
      <td className="stranger">{label}</td>
      <td>{t(`misuse-role.${role}`)}</td>
      <td>
        <StateMark tone={tones[state as keyof typeof tones] ?? 'plain'}>
          {word(`workflow-state.misuse.${state}`) ?? state}
        </StateMark>
      </td>
      <td className="figures">{strikes ?? '–'}</td>
      <td>
        <Moment at={since} only="day" />
      </td>
      <td>
        {rights.manageModeration && (
          <span className={styles.actions}>
            {state === 'clear' && (
              <ConfirmButton
                label={t('misuse.warn')}
                of={label}
                title={t('misuse.warn')}
                text={t('misuse.warn.text')}
                reason={{ label: t('misuse.warning'), required: true }}
                run={(warning) => act({ type: 'warn', warning })}
                button={button}
              />
            )}
            {state === 'warned' && (
              <Button {...button} onClick={() => setSuspending(true)}>
                {t('misuse.suspend')}
                <span className="only-read-aloud"> {label}</span>
              </Button>
            )}
            {state === 'suspended' && (
              <ConfirmButton
                label={t('misuse.lift')}
                of={label}
                title={t('misuse.lift')}
                text={t('misuse.lift.text')}
                run={() => act({ type: 'lift' })}
                button={button}
              />
            )}
            {state !== 'closed' && (
              <ConfirmButton
                label={t('misuse.close')}
                of={label}
                title={t('misuse.close')}
                text={t('misuse.close.text')}
                reason={{ label: t('misuse.close.reason'), required: true }}
                run={(reason) => act({ type: 'close', reason })}
                button={button}
              />
            )}
          </span>
        )}
        {role === 'seller' && state !== 'clear' && state !== 'warned' && (
          <Link to="/moderation/restrictions/$id" params={{ id: proceeding }}>
            {t('misuse.restriction')}
          </Link>
        )}
        <Modal
          opened={suspending}
          onClose={() => setSuspending(false)}
          title={t('misuse.suspend')}
          size="lg"
          closeButtonProps={{ 'aria-label': t('state.close') }}
        >
          {suspending && (
            <Suspend run={act} strikes={strikes} onClose={() => setSuspending(false)} />
          )}
        </Modal>
      </td>
    </tr>
  )
}

function useActing({ id, version }: MisuseRecord): (action: MisuseAction) => Promise<void> {
  const queries = useQueryClient()
  return async (action) => {
    await server.moderation.actOnMisuse({
      params: { id },
      body: { action, expectedVersion: version },
    })
    await queries.invalidateQueries({ queryKey: ['misuse'] })
    void queries.invalidateQueries({ queryKey: ['measures'] })
  }
}

type SuspendProps = {
  run: (action: MisuseAction) => Promise<unknown>
  strikes: number | null
  onClose: () => void
}

/** The four factors of Art. 23(3) DSA, stored as entered. */
function Suspend({ run, strikes, onClose }: SuspendProps): ReactNode {
  const { t } = useText()
  const [typed, setTyped] = useState({
    absoluteNumber: strikes === null ? '' : String(strikes),
    windowDays: '180',
    share: '',
    gravity: '',
    intention: '',
    until: '',
    counsel: '',
  })
  const [ticked, setTicked] = useState({ manifest: false, frequent: false })
  const suspend = useMutation({
    mutationFn: () =>
      run({
        type: 'suspend',
        ...ticked,
        until: typed.until,
        gravity: typed.gravity.trim(),
        intention: typed.intention.trim(),
        absoluteNumber: Number(typed.absoluteNumber),
        windowDays: Number(typed.windowDays),
        share: Number(typed.share) / 100,
        ...(typed.counsel.trim() !== '' && { counsel: typed.counsel.trim() }),
      }),
    onSuccess: onClose,
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    suspend.mutate()
  }
  const number = (name: 'absoluteNumber' | 'windowDays' | 'share') => (
    <TextInput
      label={t(`misuse.${name}`)}
      inputMode="decimal"
      required
      withAsterisk={false}
      value={typed[name]}
      onChange={({ currentTarget }) => setTyped({ ...typed, [name]: currentTarget.value })}
    />
  )
  const words = (name: 'gravity' | 'intention' | 'counsel') => (
    <Textarea
      label={t(`misuse.${name}`)}
      {...(name === 'counsel' && { description: t('misuse.counsel.hint') })}
      required={name !== 'counsel'}
      withAsterisk={false}
      autosize
      minRows={2}
      maxLength={2000}
      value={typed[name]}
      onChange={({ currentTarget }) => setTyped({ ...typed, [name]: currentTarget.value })}
    />
  )
  const tick = (name: 'manifest' | 'frequent') => (
    <Checkbox
      label={t(`misuse.${name}`)}
      checked={ticked[name]}
      onChange={({ currentTarget }) => setTicked({ ...ticked, [name]: currentTarget.checked })}
    />
  )
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <p>{t('misuse.suspend.text')}</p>
        <Group gap="sm" grow>
          {number('absoluteNumber')}
          {number('share')}
          {number('windowDays')}
        </Group>
        {words('gravity')}
        {words('intention')}
        {tick('frequent')}
        {tick('manifest')}
        <TextInput
          type="date"
          label={t('misuse.until')}
          required
          withAsterisk={false}
          value={typed.until}
          onChange={({ currentTarget }) => setTyped({ ...typed, until: currentTarget.value })}
        />
        {words('counsel')}
        <FormEnd error={suspend.error} isPending={suspend.isPending} onLeave={onClose}>
          {t('misuse.suspend')}
        </FormEnd>
      </Stack>
    </form>
  )
}

function WatchSeller(): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const [seller, setSeller] = useState('')
  return (
    <ConfirmButton
      label={t('misuse.record-seller')}
      title={t('misuse.record-seller')}
      text={t('misuse.record-seller.text')}
      ready={seller.trim() !== ''}
      run={async () => {
        await server.moderation.watch({ body: { role: 'seller', seller: seller.trim() } })
        await queries.invalidateQueries({ queryKey: ['misuse'] })
        setSeller('')
      }}
      button={{ variant: 'filled' }}
    >
      <TextInput
        label={t('appeal.seller-id')}
        maxLength={300}
        value={seller}
        onChange={({ currentTarget }) => setSeller(currentTarget.value)}
      />
    </ConfirmButton>
  )
}

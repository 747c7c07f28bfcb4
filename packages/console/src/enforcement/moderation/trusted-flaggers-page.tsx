import { Button, Checkbox, Modal, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
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
  Page,
  StateMark,
  QueryStatus,
} from '../../components/index.ts'
import { useFlaggers, type Flagger, type FlaggerInput } from './queries.ts'
import styles from './moderation.module.css'
import { grounds } from './search.ts'
import { ModerationTabs } from './moderation-tabs.tsx'

/** Trusted flaggers listed by coordinators, and notifiers in the organisation's own programme. */
export function FlaggersPage(): ReactNode {
  const { t } = useText()
  const flaggers = useFlaggers()
  const rights = permissionsOf(useMember())
  const [editing, setEditing] = useState<Flagger | 'new'>()
  const items = flaggers.data ?? []
  return (
    <Page
      title={t('trusted-flaggers.title')}
      lead={t('trusted-flaggers.description')}
      actions={
        rights.manageModeration && (
          <Button onClick={() => setEditing('new')}>{t('trusted-flaggers.add')}</Button>
        )
      }
    >
      <ModerationTabs here="flaggers" />
      <Card>
        {!flaggers.isSuccess && <QueryStatus query={flaggers} />}
        {flaggers.isSuccess && items.length === 0 && (
          <Empty title={t('trusted-flaggers.empty')}>{t('trusted-flaggers.empty.text')}</Empty>
        )}
        {items.length > 0 && (
          <Columns
            caption={t('trusted-flaggers.title')}
            heads={[
              t('trusted-flagger.name'),
              t('trusted-flagger.status'),
              t('trusted-flagger.areas'),
              t('trusted-flagger.awardedBy'),
              t('trusted-flagger.listedOn'),
              t('trusted-flagger.reports'),
              t('state.actions'),
            ]}
          >
            {items.map((flagger) => (
              <Row key={flagger.id} flagger={flagger} onEdit={() => setEditing(flagger)} />
            ))}
          </Columns>
        )}
      </Card>
      <Modal
        opened={editing !== undefined}
        onClose={() => setEditing(undefined)}
        title={t('trusted-flaggers.add')}
        closeButtonProps={{ 'aria-label': t('state.close') }}
      >
        {editing !== undefined && (
          <FlaggerForm
            {...(editing !== 'new' && { flagger: editing })}
            onClose={() => setEditing(undefined)}
          />
        )}
      </Modal>
    </Page>
  )
}

const tones = { active: 'good', suspended: 'waiting', revoked: 'bad' } as const

function Row({ flagger, onEdit }: { flagger: Flagger; onEdit: () => void }): ReactNode {
  const { t, day, list } = useText()
  const queries = useQueryClient()
  const rights = permissionsOf(useMember())
  const [unfounded, setUnfounded] = useState('1')
  const { id, name, notifierType, status, areas, awardedBy, source, listedOn, reports } = flagger
  return (
    <tr>
      <td className="stranger">
        {name}
        <br />
        <span className={styles.fine}>{t(`notifier-type.${notifierType}`)}</span>
      </td>
      <td>
        <StateMark tone={tones[status]}>{t(`trusted-flagger-status.${status}`)}</StateMark>
      </td>
      <td>{list(areas.map((one) => t(`notice-ground.${one}`)))}</td>
      <td className="stranger">{awardedBy}</td>
      <td className="stranger">
        {day(listedOn)}
        <br />
        <span className={styles.fine}>{source}</span>
      </td>
      <td className="figures">{reports}</td>
      <td>
        <span className={styles.actions}>
          {rights.manageModeration && (
            <Button size="compact-sm" variant="default" onClick={onEdit}>
              {t('trusted-flaggers.update')}
              <span className="only-read-aloud"> {name}</span>
            </Button>
          )}
          {rights.moderate && notifierType === 'trusted-flagger' && (
            <ConfirmButton
              label={t('trusted-flaggers.report')}
              of={name}
              title={t('trusted-flaggers.report')}
              text={t('trusted-flaggers.report.text')}
              reason={{ label: t('trusted-flaggers.explanation'), required: true }}
              run={async (explanation) => {
                const body = { explanation, unfounded: Number(unfounded) }
                await server.moderation.reportFlagger({ params: { id }, body })
                await queries.invalidateQueries({ queryKey: ['flaggers'] })
              }}
              button={{ variant: 'default', size: 'compact-sm' }}
            >
              <TextInput
                label={t('trusted-flaggers.unfounded')}
                inputMode="numeric"
                value={unfounded}
                onChange={({ currentTarget }) => setUnfounded(currentTarget.value)}
              />
            </ConfirmButton>
          )}
        </span>
      </td>
    </tr>
  )
}

type FlaggerFormProps = { flagger?: Flagger; onClose: () => void }
const statuses = ['active', 'suspended', 'revoked'] as const

function FlaggerForm({ flagger, onClose }: FlaggerFormProps): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const [given, setGiven] = useState(() => ({
    name: flagger?.name ?? '',
    awardedBy: flagger?.awardedBy ?? '',
    source: flagger?.source ?? '',
    member: flagger?.member ?? '',
    listedOn: flagger?.listedOn ?? new Date().toISOString().slice(0, 10),
  }))
  const [notifierType, setNotifierType] = useState<FlaggerInput['notifierType']>(
    flagger?.notifierType ?? 'trusted-flagger',
  )
  const [status, setStatus] = useState<FlaggerInput['status']>(flagger?.status ?? 'active')
  const [areas, setAreas] = useState<FlaggerInput['areas']>(flagger?.areas ?? ['counterfeit'])
  const put = useMutation({
    mutationFn: () => {
      const { member, ...rest } = given
      return server.moderation.putFlagger({
        body: {
          ...rest,
          notifierType,
          status,
          areas,
          ...(member.trim() !== '' && { member: member.trim() }),
        },
      })
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['flaggers'] })
      onClose()
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    put.mutate()
  }
  const line = (name: keyof typeof given): ReactNode => (
    <TextInput
      label={t(`trusted-flagger.${name}`)}
      {...(name === 'member' && { description: t('trusted-flagger.member.hint') })}
      type={name === 'listedOn' ? 'date' : 'text'}
      required={name !== 'member'}
      withAsterisk={false}
      maxLength={name === 'source' ? 500 : 200}
      disabled={name === 'name' && flagger !== undefined}
      value={given[name]}
      onChange={({ currentTarget }) => setGiven({ ...given, [name]: currentTarget.value })}
    />
  )
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <p>{t('trusted-flaggers.add.text')}</p>
        <NativeSelect
          label={t('trusted-flagger.type')}
          value={notifierType}
          disabled={flagger !== undefined}
          data={(['trusted-flagger', 'programme-member'] as const).map((value) => ({
            value,
            label: t(`notifier-type.${value}`),
          }))}
          onChange={({ currentTarget }) =>
            setNotifierType(
              currentTarget.value === 'programme-member' ? 'programme-member' : 'trusted-flagger',
            )
          }
        />
        {line('name')}
        {line('awardedBy')}
        <NativeSelect
          label={t('trusted-flagger.status')}
          value={status}
          data={statuses.map((value) => ({ value, label: t(`trusted-flagger-status.${value}`) }))}
          onChange={({ currentTarget: { value } }) =>
            setStatus(statuses.find((one) => one === value) ?? 'active')
          }
        />
        <Checkbox.Group
          label={t('trusted-flagger.areas')}
          value={areas}
          onChange={(next) => setAreas(grounds.filter((one) => next.includes(one)))}
        >
          <Stack gap="xs" mt="xs">
            {grounds.map((one) => (
              <Checkbox key={one} value={one} label={t(`notice-ground.${one}`)} />
            ))}
          </Stack>
        </Checkbox.Group>
        {line('source')}
        {line('listedOn')}
        {line('member')}
        <FormEnd
          error={put.error}
          isPending={put.isPending}
          ready={areas.length > 0}
          onLeave={onClose}
        >
          {t('state.save')}
        </FormEnd>
      </Stack>
    </form>
  )
}

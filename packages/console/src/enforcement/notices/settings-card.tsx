import { Button, Checkbox, Group, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { NoticeSettings } from '@touchstone/contract'
import { useState, type FormEvent, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Refused, QueryStatus } from '../../components/index.ts'
import styles from './notices.module.css'
import { useNoticeSettings } from './notice-queries.ts'

/** Whether sending takes a second person, and how reminders are sent. */
export function SettingsCard({ maySet }: { maySet: boolean }): ReactNode {
  const { t } = useText()
  const settings = useNoticeSettings()
  return (
    <Card title={t('notice-settings.sending')}>
      {settings.isSuccess ? (
        <Form settings={settings.data} maySet={maySet} />
      ) : (
        <QueryStatus query={settings} />
      )}
    </Card>
  )
}

type FormProps = { settings: NoticeSettings; maySet: boolean }

function Form({ settings, maySet }: FormProps): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const [secondPerson, setSecondPerson] = useState(settings.secondPerson)
  const [remindDays, setRemindDays] = useState(String(settings.remindDays))
  const [reminders, setReminders] = useState(String(settings.reminders))
  const [contact, setContact] = useState(settings.contact ?? '')
  const put = useMutation({
    mutationFn: () =>
      server.notices.set({
        body: {
          secondPerson,
          remindDays: Number(remindDays),
          reminders: Number(reminders),
          contact: contact.trim() === '' ? null : contact.trim(),
        },
      }),
    onSuccess: (answer) => queries.setQueryData(['notice settings', 'settings'], answer),
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    put.mutate()
  }
  return (
    <form onSubmit={submit} className={styles.fields}>
      <Checkbox
        label={t('notice-settings.approval')}
        description={t('notice-settings.approval.hint')}
        disabled={!maySet}
        checked={secondPerson}
        onChange={({ currentTarget }) => setSecondPerson(currentTarget.checked)}
      />
      <TextInput
        type="email"
        label={t('notice-settings.contact')}
        description={t('notice-settings.contact.hint')}
        maxLength={254}
        disabled={!maySet}
        value={contact}
        onChange={({ currentTarget }) => setContact(currentTarget.value)}
      />
      <Group gap="sm" align="end">
        <TextInput
          type="number"
          min={1}
          max={90}
          label={t('notice-settings.remind-days')}
          disabled={!maySet}
          value={remindDays}
          onChange={({ currentTarget }) => setRemindDays(currentTarget.value)}
        />
        <TextInput
          type="number"
          min={0}
          max={10}
          label={t('notice-settings.reminders')}
          disabled={!maySet}
          value={reminders}
          onChange={({ currentTarget }) => setReminders(currentTarget.value)}
        />
        {maySet && (
          <Button type="submit" variant="default" loading={put.isPending}>
            {t('state.save')}
          </Button>
        )}
        {put.isSuccess && <span role="status">{t('notice-settings.saved')}</span>}
      </Group>
      <Refused error={put.error} />
    </form>
  )
}

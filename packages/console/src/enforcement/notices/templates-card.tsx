import { Button, Checkbox, Modal, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { VisibleText } from '../../assessment/index.ts'
import { useText } from '../../messages/index.ts'
import { ConfirmButton, Card, FormEnd, StateMark, QueryStatus } from '../../components/index.ts'
import styles from './notices.module.css'
import { useTemplates } from './notice-queries.ts'

const start =
  '{{organisation}} gives notice ({{ground}}).\n\n{{reasons}}\n\n{{#items}}{{place}}. {{url}}\n{{facts}}\n{{evidence}}\n\n{{/items}}{{signatory}}\n{{contact}}\n{{date}}\n'

/** The organisation's templates: plain text with placeholders, never executed. */
export function TemplatesCard({ maySet }: { maySet: boolean }): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const templates = useTemplates()
  const [adding, setAdding] = useState(false)
  const readAgain = (): Promise<void> =>
    queries.invalidateQueries({ queryKey: ['notice settings', 'templates'] })
  return (
    <Card title={t('notice-settings.templates')} lead={t('notice-settings.templates.description')}>
      {!templates.isSuccess && <QueryStatus query={templates} />}
      {templates.data?.length === 0 && (
        <p className={styles.fine}>{t('notice-settings.templates.empty')}</p>
      )}
      <ul className={styles.told}>
        {templates.data?.map(({ id, name, ofCounsel, subject, body }) => (
          <li key={id}>
            <div className={styles.line}>
              <strong className="stranger">{name}</strong>
              {ofCounsel && (
                <StateMark tone="good">{t('notice-settings.template.of-counsel')}</StateMark>
              )}
              {maySet && (
                <ConfirmButton
                  label={t('notice-settings.template.retire')}
                  of={name}
                  title={t('notice-settings.template.retire')}
                  text={t('notice-settings.template.retire.text')}
                  run={async () => {
                    await server.notices.retireTemplate({ params: { id } })
                    await readAgain()
                  }}
                  button={{ variant: 'subtle', size: 'compact-sm' }}
                />
              )}
            </div>
            <details>
              <summary className={styles.fine}>{subject}</summary>
              <pre className={styles.text} tabIndex={0}>
                <VisibleText text={body} />
              </pre>
            </details>
          </li>
        ))}
      </ul>
      {maySet && (
        <Button mt="sm" variant="default" onClick={() => setAdding(true)}>
          {t('notice-settings.template.add')}
        </Button>
      )}
      <Modal
        opened={adding}
        onClose={() => setAdding(false)}
        title={t('notice-settings.template.add')}
        size="lg"
        closeButtonProps={{ 'aria-label': t('state.close') }}
      >
        {adding && <Form readAgain={readAgain} onClose={() => setAdding(false)} />}
      </Modal>
    </Card>
  )
}

type FormProps = { readAgain: () => Promise<void>; onClose: () => void }

function Form({ readAgain, onClose }: FormProps): ReactNode {
  const { t } = useText()
  const [name, setName] = useState('')
  const [subject, setSubject] = useState('{{organisation}}: {{right}}')
  const [body, setBody] = useState(start)
  const [ofCounsel, setOfCounsel] = useState(false)
  const add = useMutation({
    mutationFn: () => server.notices.addTemplate({ body: { name, subject, body, ofCounsel } }),
    onSuccess: async () => {
      await readAgain()
      onClose()
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    add.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label={t('notice-settings.template.name')}
          required
          withAsterisk={false}
          maxLength={200}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <TextInput
          label={t('notice-settings.template.subject')}
          required
          withAsterisk={false}
          maxLength={300}
          value={subject}
          onChange={({ currentTarget }) => setSubject(currentTarget.value)}
        />
        <Textarea
          label={t('notice-settings.template.body')}
          description={t('notice-settings.template.body.hint')}
          autosize
          minRows={8}
          maxRows={20}
          maxLength={20_000}
          value={body}
          onChange={({ currentTarget }) => setBody(currentTarget.value)}
        />
        <Checkbox
          label={t('notice-settings.template.of-counsel')}
          description={t('notice-settings.template.of-counsel.hint')}
          checked={ofCounsel}
          onChange={({ currentTarget }) => setOfCounsel(currentTarget.checked)}
        />
        <FormEnd
          error={add.error}
          isPending={add.isPending}
          ready={name.trim() !== '' && subject.trim() !== '' && body.trim() !== ''}
          onLeave={onClose}
        >
          {t('notice-settings.template.add')}
        </FormEnd>
      </Stack>
    </form>
  )
}

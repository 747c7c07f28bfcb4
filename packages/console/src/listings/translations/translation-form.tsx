import { Button, Checkbox, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Refused } from '../../components/index.ts'
import type { ListingWithVersions } from '../queries.ts'
import styles from './translations.module.css'

export type TranslationFormProps = { listing: ListingWithVersions; onDone: () => void }

/** Adds a translation written by a person, or pasted from a translation program. */
export function TranslationForm({ listing, onDone }: TranslationFormProps): ReactNode {
  const { t, locale } = useText()
  const queries = useQueryClient()
  const [language, setLanguage] = useState<string>(locale)
  const [title, setTitle] = useState('')
  const [description, setDescription] = useState('')
  const [byMachine, setByMachine] = useState(true)
  const [machine, setMachine] = useState('')
  const add = useMutation({
    mutationFn: () =>
      server.translations.add({
        params: { id: listing.id },
        body: {
          version: listing.version,
          language,
          ...(title.trim() !== '' && { title: title.trim() }),
          ...(description.trim() !== '' && { description: description.trim() }),
          ...(byMachine && { machine: machine.trim() || t('translation.some-machine') }),
        },
      }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['translations', listing.id] })
      onDone()
    },
  })
  const isEmpty = title.trim() === '' && description.trim() === ''
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!isEmpty) add.mutate()
  }
  return (
    <form className={styles.form} onSubmit={submit} aria-label={t('translation.add')}>
      <TextInput
        size="xs"
        label={t('translation.language')}
        description={t('import.language.hint')}
        value={language}
        required
        maxLength={35}
        pattern="[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"
        onChange={({ currentTarget: { value } }) => setLanguage(value.trim())}
      />
      <Textarea
        size="xs"
        label={t('translation.title')}
        autosize
        minRows={1}
        maxLength={2000}
        value={title}
        onChange={({ currentTarget: { value } }) => setTitle(value)}
      />
      {(listing.listing.description ?? '') !== '' && (
        <Textarea
          size="xs"
          label={t('field.description')}
          autosize
          minRows={3}
          maxRows={14}
          maxLength={100_000}
          value={description}
          onChange={({ currentTarget: { value } }) => setDescription(value)}
        />
      )}
      <Checkbox
        size="xs"
        label={t('translation.machine')}
        checked={byMachine}
        onChange={({ currentTarget: { checked } }) => setByMachine(checked)}
      />
      {byMachine && (
        <TextInput
          size="xs"
          label={t('translation.machine.name')}
          value={machine}
          maxLength={100}
          onChange={({ currentTarget: { value } }) => setMachine(value)}
        />
      )}
      <div className={styles.actions}>
        <Button size="compact-sm" type="submit" loading={add.isPending} disabled={isEmpty}>
          {t('state.save')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={onDone}>
          {t('translation.cancel')}
        </Button>
      </div>
      <Refused error={add.error} />
    </form>
  )
}

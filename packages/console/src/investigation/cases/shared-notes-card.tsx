import { Button, Modal, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import {
  caseKey,
  notesKey,
  SharedNotes,
  type CaseDetailView,
  type CaseListingView,
} from '../case-components/index.ts'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, FormEnd } from '../../components/index.ts'
import styles from './case-page.module.css'

export type NotesCardProps = {
  kase: CaseDetailView
  listings: readonly CaseListingView[]
  mayWork: boolean
}

/** Notes to the other side about a case's listings, with replies. */
export function NotesCard({ kase, listings, mayWork }: NotesCardProps): ReactNode {
  const { t } = useText()
  const [open, setOpen] = useState(false)
  const visible = listings.filter(({ inSight }) => inSight)
  return (
    <Card
      title={t('case.notes')}
      lead={t('case.notes.description')}
      actions={
        mayWork &&
        visible.length > 0 && (
          <Button size="compact-sm" variant="default" onClick={() => setOpen(true)}>
            {t('case.note.share')}
          </Button>
        )
      }
    >
      <SharedNotes
        of={{ case: kase.id }}
        none={<p className={styles.none}>{t('case.notes.empty')}</p>}
      />
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        title={t('case.note.share.title')}
        closeButtonProps={{ 'aria-label': t('state.close') }}
      >
        {open && <ShareForm kase={kase} listings={visible} onClose={() => setOpen(false)} />}
      </Modal>
    </Card>
  )
}

type ShareFormProps = Omit<NotesCardProps, 'mayWork'> & { onClose: () => void }

function ShareForm({ kase, listings, onClose }: ShareFormProps): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const [listing, setListing] = useState(listings[0]?.listing ?? '')
  const [brand, setBrand] = useState(kase.brands[0] ?? '')
  const [text, setText] = useState('')
  const words = text.trim()
  const share = useMutation({
    mutationFn: () =>
      server.casework.share({
        params: { id: kase.id },
        body: { listing, brand: brand.trim(), text: words },
      }),
    onSuccess: async () => {
      onClose()
      await queries.invalidateQueries({ queryKey: notesKey })
      await queries.invalidateQueries({ queryKey: caseKey(kase.id) })
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    share.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <p>{t('case.note.share.text')}</p>
        <NativeSelect
          label={t('case.note.listing')}
          value={listing}
          data={listings.map((listing) => ({
            value: listing.listing,
            label: (listing.title ?? listing.externalId).slice(0, 80),
          }))}
          onChange={({ currentTarget }) => setListing(currentTarget.value)}
        />
        <TextInput
          label={t('case.note.brand')}
          maxLength={200}
          value={brand}
          onChange={({ currentTarget }) => setBrand(currentTarget.value)}
        />
        <Textarea
          label={t('case.note.text')}
          autosize
          minRows={3}
          maxRows={12}
          maxLength={5000}
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
        <FormEnd
          error={share.error}
          isPending={share.isPending}
          ready={words !== '' && brand.trim() !== ''}
          onLeave={onClose}
        >
          {t('case.note.share.submit')}
        </FormEnd>
      </Stack>
    </form>
  )
}

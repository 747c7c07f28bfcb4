import { Button, Group, Modal, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { FormEnd, ShownOnce, StateMark } from '../../components/index.ts'
import { useListingOf, type NewLink } from './queries.ts'
import { sellerLanguages } from './appeal-terms.ts'

export type MakeLinkProps = {
  about: { proceeding: string; instance?: string } | { proofRequest: string }
  /** The seller's listing, if known. */
  listing: string | null
  seller?: { marketplace: string; id: string }
}

/** Creates a one-time appeal link; its address is shown only here. */
export function CreateAppealLink(props: MakeLinkProps): ReactNode {
  const { t } = useText()
  const [opened, setOpened] = useState(false)
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={() => setOpened(true)}>
        {t('appeal-link.create')}
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('appeal-link.create')}
        size="lg"
        closeButtonProps={{ 'aria-label': t('state.close') }}
      >
        {opened && <CreateLinkForm {...props} onClose={() => setOpened(false)} />}
      </Modal>
    </>
  )
}

function CreateLinkForm({
  about,
  listing,
  seller,
  onClose,
}: MakeLinkProps & { onClose: () => void }) {
  const { t, locale } = useText()
  const queries = useQueryClient()
  const listingQuery = useListingOf(seller === undefined ? listing : null)
  const listingData = listingQuery.data?.listing
  const [marketplace, setMarketplace] = useState<string>()
  const [id, setId] = useState<string>()
  const [ownChannel, setOwnWay] = useState('')
  const [language, setLanguage] = useState('en')
  const [days, setDays] = useState('30')
  const given = {
    marketplace: marketplace ?? seller?.marketplace ?? listingData?.marketplace ?? '',
    id: id ?? seller?.id ?? listingData?.seller?.id ?? '',
  }
  const make = useMutation({
    mutationFn: () =>
      server.appeals.createLink({
        body: {
          ...about,
          seller: given,
          ownChannel: ownChannel.trim(),
          days: Number(days),
          locale: sellerLanguages.find((one) => one === language) ?? 'en',
        },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['appeal links'] }),
  })
  if (make.isSuccess) return <CreatedAppealLink made={make.data} onClose={onClose} />
  const languages = new Intl.DisplayNames(locale, { type: 'language' })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    make.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <p>{t('appeal-link.create.text')}</p>
        <Group gap="sm" grow>
          <TextInput
            label={t('appeal.marketplace')}
            required
            withAsterisk={false}
            maxLength={200}
            value={given.marketplace}
            onChange={({ currentTarget }) => setMarketplace(currentTarget.value)}
          />
          <TextInput
            label={t('appeal.seller-id')}
            required
            withAsterisk={false}
            maxLength={300}
            value={given.id}
            onChange={({ currentTarget }) => setId(currentTarget.value)}
          />
        </Group>
        <TextInput
          label={t('appeal-link.own-channel')}
          description={t('appeal-link.own-channel.hint')}
          required
          withAsterisk={false}
          maxLength={500}
          value={ownChannel}
          onChange={({ currentTarget }) => setOwnWay(currentTarget.value)}
        />
        <Group gap="sm" grow>
          <NativeSelect
            label={t('appeal-link.language')}
            value={language}
            data={sellerLanguages.map((value) => ({ value, label: languages.of(value) ?? value }))}
            onChange={({ currentTarget }) => setLanguage(currentTarget.value)}
          />
          <TextInput
            label={t('appeal-link.days')}
            inputMode="numeric"
            value={days}
            onChange={({ currentTarget }) => setDays(currentTarget.value)}
          />
        </Group>
        <FormEnd
          error={make.error}
          isPending={make.isPending}
          ready={given.marketplace !== '' && given.id !== '' && ownChannel.trim() !== ''}
          onLeave={onClose}
        >
          {t('appeal-link.create')}
        </FormEnd>
      </Stack>
    </form>
  )
}

export type LinkMadeProps = {
  made: Pick<NewLink, 'url' | 'text' | 'reviewed'>
  onClose: () => void
}

/** A new link and the message to send with it; neither is shown again. */
export function CreatedAppealLink({ made, onClose }: LinkMadeProps): ReactNode {
  const { t } = useText()
  const { url, text, reviewed } = made
  return (
    <Stack gap="md">
      <ShownOnce
        label={t('appeal-link.address')}
        hint={t('appeal-link.address.hint')}
        secret={new URL(url, location.origin).href}
      />
      <Textarea
        label={t('appeal-link.message')}
        description={t('appeal-link.message.hint')}
        readOnly
        autosize
        minRows={4}
        maxRows={12}
        value={text}
      />
      {!reviewed && (
        <p>
          <StateMark tone="waiting">{t('appeal-link.unreviewed')}</StateMark>
        </p>
      )}
      <Group>
        <Button onClick={onClose}>{t('state.close')}</Button>
      </Group>
    </Stack>
  )
}

/** The server's variables, as shown in docs/operator/configuration.md. */
export const serverVariables = [
  {
    name: 'DATABASE_URL',
    default: '',
    meaning:
      'PostgreSQL 17 or newer, as the role that owns the tables: `postgres://owner:password@host/database`. If unset, the store is embedded in `DATA_DIR`.',
  },
  {
    name: 'DATABASE_APP_URL',
    default: '',
    meaning:
      'The same database with the login that serves requests, if the owner may not create roles.',
  },
  {
    name: 'PUBLIC_URL',
    default: '',
    meaning:
      'Where browsers reach the server, for example `https://touchstone.example.com`. Required behind a proxy, for OIDC, and if people use a host name: without it, browsers reach the server only as `localhost` or by IP address (`http://192.168.1.20:7070`). Programs with an API key don’t need it.',
  },
  {
    name: 'TRUSTED_PROXIES',
    default: '',
    meaning:
      'Addresses or ranges of the proxies in front of the server, separated by commas: what they report as the caller’s address is trusted.',
  },
  {
    name: 'CORS_ORIGINS',
    default: '',
    meaning:
      'Origins of other sites whose pages may call the API with an API key, separated by commas: `https://tools.example.com`. If unset, browsers let no other site read a response. Sessions are never shared with other sites.',
  },
  {
    name: 'SECRET_KEY',
    default: '',
    meaning:
      '32 random bytes in base64 (`openssl rand -base64 32`) that encrypt secrets which the store must read again: those of two-factor sign-in and of webhooks. If unset, a key is created in `DATA_DIR/secret.key`. All server processes that share a store need the same key.',
  },
  {
    name: 'OPERATOR_NAME',
    default: '',
    meaning:
      'Name of the person or organisation that runs the installation, as `/watch-policy` states it to visited sites and to sellers. Set it before anyone watches a site.',
  },
  {
    name: 'OPERATOR_CONTACT',
    default: '',
    meaning:
      'Email address or web page for complaints of sites and for questions about personal data, shown at `/watch-policy`.',
  },
  {
    name: 'ADMIN_EMAIL',
    default: 'admin@touchstone.internal',
    meaning: 'Email address with which the first person signs in.',
  },
  {
    name: 'OIDC_ISSUER',
    default: '',
    meaning:
      'Address of an OpenID Connect provider with which people can sign in; the next two are required with it.',
  },
  { name: 'OIDC_CLIENT_ID', default: '', meaning: 'The client ID registered with the provider.' },
  { name: 'OIDC_CLIENT_SECRET', default: '', meaning: 'Its secret.' },
  { name: 'OIDC_NAME', default: 'Single sign-on', meaning: 'The text on its sign-in button.' },
  {
    name: 'OUTBOUND_ALLOW',
    default: '',
    meaning:
      'Hosts of your own network that webhooks may reach, even over HTTP, from which imported pages may be fetched, and which watches may visit: `host:port,host:port`. All other addresses must be HTTPS on the public internet.',
  },
  {
    name: 'CONNECTOR_PACKAGES',
    default: '',
    meaning:
      'Folders of packages with [connectors](../design/connectors.md#load-it-without-rebuilding) for other kinds of sites, separated by commas. Each runs in a process of its own, without network, files and variables of the server. All server processes that share a store need the same.',
  },
  {
    name: 'PICTURES',
    default: 'on',
    meaning:
      'How pictures of listings are processed: `on` fetches each, compares it with the banks of reference images and reads QR codes and barcodes, and the text in pictures of listings whose text is not clear; `text` reads the text in all pictures, which takes most of a processor second each; `off` fetches none. Pictures are stored in `DATA_DIR/pictures`, or with `BLOBS_URL` in its bucket, where all server processes can read them.',
  },
  {
    name: 'COPY_EMBEDDER',
    default: '',
    meaning:
      'An ONNX network that recognises copies of pictures, with its SHA-256: `/models/copies.onnx@sha256:…`. Its inputs and outputs are described in [neural-networks.md](neural-networks.md). None is required, and none is shipped.',
  },
  {
    name: 'DESIGN_EMBEDDER',
    default: '',
    meaning: 'The same for a network that recognises the same goods in other photographs.',
  },
  {
    name: 'LOGO_DETECTOR',
    default: '',
    meaning: 'The same for a network that finds marks without letters.',
  },
  {
    name: 'TIMESTAMP_AUTHORITIES',
    default: '',
    meaning:
      'Timestamp authorities (RFC 3161) that certify the time of seals, each as `name address root.pem`, separated by commas: `lantern https://tsa.example.com/tsr /etc/touchstone/lantern.pem`. Two are better than one.',
  },
  {
    name: 'TRANSLATION_URL',
    default: '',
    meaning:
      'A translation service with the interface of LibreTranslate: `https://translate.example.com`. If unset, no text leaves the server. Even with it, nothing is sent until an admin of the organisation allows it. In your own network, list its host in `OUTBOUND_ALLOW`. The key below is required with it.',
  },
  {
    name: 'TRANSLATION_KEY',
    default: '',
    meaning: 'The API key at that service.',
  },
  {
    name: 'CAPTURE_ISOLATION',
    default: 'when-possible',
    meaning:
      'Whether pages are captured if the browser gets no network namespace of its own: `when-possible` captures them with a browser restricted to the proxy by its settings, `required` refuses. `touchstone doctor` says which isolation this machine provides.',
  },
  {
    name: 'SMTP_URL',
    default: '',
    meaning:
      'The mail server for notices and other mail: `smtp://user:password@mail.example.com:587`, which must offer STARTTLS, or `smtps://…:465`, encrypted from the start. A server on this machine (`smtp://127.0.0.1:25`) need not encrypt; for a relay in your own network that cannot encrypt, add `?tls=off`. If unset, messages stay queued, and say so.',
  },
  {
    name: 'MAIL_FROM',
    default: '',
    meaning:
      'The sender address of mail, to which undelivered mail is returned; required with `SMTP_URL`.',
  },
  {
    name: 'IMAP_URL',
    default: '',
    meaning:
      'A mailbox in which [tips by email](running.md#tips-by-email) arrive: `imaps://user:password@mail.example.com`, or `imap://…:143` with STARTTLS, with special characters of user and password percent-encoded; another folder than the inbox follows the host (`/Tips`). A server on this machine need not encrypt; for one in your own network that cannot, add `?tls=off`. If unset, no mail is read.',
  },
  {
    name: 'TIPS_ADDRESS',
    default: '',
    meaning:
      'The address whose mail that mailbox receives, `tips@example.com`: each person gets one of their own beneath it, `tips+…@example.com`. Required with `IMAP_URL`.',
  },
  {
    name: 'BLOBS_URL',
    default: '',
    meaning:
      'An S3-compatible bucket for the bytes of evidence and pictures: `https://s3.eu-central-1.amazonaws.com/bucket/folder`. If unset, they are stored in `DATA_DIR/blobs` and `DATA_DIR/pictures`. The keys below are required with it.',
  },
  { name: 'BLOBS_REGION', default: 'us-east-1', meaning: 'The region of the bucket.' },
  {
    name: 'BLOBS_ACCESS_KEY_ID',
    default: '',
    meaning: 'The access key; it must be able to read, write, list and delete in the bucket.',
  },
  { name: 'BLOBS_SECRET_ACCESS_KEY', default: '', meaning: 'Its secret.' },
  {
    name: 'BACKUP_DIR',
    default: '',
    meaning:
      'Folder for [backups](running.md#backup) of the whole installation, which the server then makes on a schedule and rehearses restoring each Sunday. If unset, it makes none. It needs free space below `TMPDIR` for the rehearsal.',
  },
  {
    name: 'BACKUP_SCHEDULE',
    default: '17 1 * * *',
    meaning: 'When backups are made: cron with five fields in numbers, in UTC.',
  },
  {
    name: 'BACKUP_KEEP',
    default: 'daily 7, weekly 5, monthly 12',
    meaning:
      'For how many of the last days, weeks and months with a backup the newest one of each is kept; the others are deleted after each scheduled backup.',
  },
  {
    name: 'BACKUP_KEY',
    default: '',
    meaning:
      'Key file that encrypts backups, as `openssl rand -base64 32` writes it. If unset, they are not encrypted.',
  },
] as const

/** The troubles that the vault names itself; those of the disk are in `node/files/disk-trouble.ts`. */
import { TroubleError, type Details } from '../../shared/result.ts';

export type VaultCode =
  /** A newer program wrote this vault: this one leaves it alone. */
  | 'VAULT_NEWER'
  /** The vault belongs to another archive. */
  | 'VAULT_FOREIGN'
  | 'VAULT_NO_SUCH_BATCH'
  | 'VAULT_BATCH_SEALED'
  | 'VAULT_NO_SUCH_FILE'
  /** A file under this number is being written or verified right now. */
  | 'VAULT_FILE_BUSY'
  | 'VAULT_FILE_KEPT'
  /** The disk gives back other bytes than were written to it. */
  | 'VAULT_BYTES_CHANGED'
  /** A kept file of this batch is no longer on the disk, or has another size. */
  | 'VAULT_FILE_LOST'
  /** Sealing is refused while files are received but neither kept nor dropped. */
  | 'VAULT_FILES_UNDECIDED'
  /** An object of this id lies in the vault with other content. */
  | 'VAULT_OBJECT_EXISTS'
  /** A batch from elsewhere breaks a rule of OCFL or has other bytes than its inventory says. */
  | 'VAULT_OBJECT_INVALID'
  /** A receipt of an open batch cannot be read. */
  | 'VAULT_BATCH_DAMAGED';

/** A trouble of the vault, for throwing. */
export function vaultTrouble(code: VaultCode, details: Details): TroubleError {
  return new TroubleError(code, details);
}

/** The confusion profiles that travel with the program; `assets/profiles/README.md` says where their counts come from. */
import russianScan from '../../../assets/profiles/russian-scan.json' with { type: 'json' };
import tesseractRus from '../../../assets/profiles/tesseract-rus.json' with { type: 'json' };
import { readProfile, type Profile } from '../../../shared/misreading/profile.ts';
import { createProfiles, type Profiles } from '../../../shared/misreading/profiles.ts';

/** One that cannot be read, because the program is newer or older than it, is left out: search goes on without it. */
export function shippedProfiles(): Profile[] {
  return [russianScan, tesseractRus].map(readProfile).filter((profile) => profile !== null);
}

/** What is known of engines before anybody corrected anything. */
export function openProfiles(): Profiles {
  return createProfiles(shippedProfiles());
}

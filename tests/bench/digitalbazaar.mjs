// Issues and verifies one credential with the libraries of Digital Bazaar, and prints what one
// issue and one verification cost: CPU microseconds, once the code is warm.
//
// stdin: {"document": unsigned credential, "contexts": {url: document}, "calls": number}
import * as vc from '@digitalbazaar/vc';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {text} from 'node:stream/consumers';

const {document, contexts, calls} = JSON.parse(await text(process.stdin));

const controller = document.issuer.id;
const key = await Ed25519Multikey.generate({controller, id: `${controller}#key-1`});
const method = await key.export({publicKey: true, includeContext: true});
const known = new Map([
  ...Object.entries(contexts),
  [method.id, method],
  [controller, {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: controller,
    assertionMethod: [method],
  }],
]);

async function documentLoader(url) {
  if(!known.has(url)) {
    throw new Error(`not found: ${url}`);
  }
  return {contextUrl: null, documentUrl: url, document: known.get(url)};
}

async function issue() {
  const suite = new DataIntegrityProof({signer: key.signer(), cryptosuite});
  return vc.issue({credential: structuredClone(document), suite, documentLoader});
}

const signed = JSON.stringify(await issue());

async function verify() {
  const suite = new DataIntegrityProof({cryptosuite});
  const checkStatus = async () => ({verified: true});
  const credential = JSON.parse(signed);
  const result = await vc.verifyCredential({credential, suite, documentLoader, checkStatus});
  if(!result.verified) {
    throw result.error;
  }
}

async function cost(call) {
  for(let n = 0; n < calls; n++) {
    await call();
  }
  const begun = process.cpuUsage();
  for(let n = 0; n < calls; n++) {
    await call();
  }
  const {user, system} = process.cpuUsage(begun);
  return (user + system) / calls;
}

console.log(JSON.stringify({issue: await cost(issue), verify: await cost(verify)}));

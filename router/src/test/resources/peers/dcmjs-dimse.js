// One request with dcmjs-dimse as SCU: node dcmjs-dimse.js <port> <calling AE title> <verb> <arguments>.
// Prints a line of JSON for each thing that happens: {"status"}, {"match"}, {"received"}, {"failed"}.
'use strict';

const { Client, Dataset, constants, log, requests, responses } = require('dcmjs-dimse');
const { Status, TransferSyntax } = constants;

const [port, calling, verb, ...keys] = process.argv.slice(2);
const say = (what) => process.stdout.write(JSON.stringify(what) + '\n');

function image(study) {
  return new Dataset(
    {
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
      SOPInstanceUID: study + '.1.1',
      StudyInstanceUID: study,
      SeriesInstanceUID: study + '.1',
      PatientID: 'DCMJS1',
      PatientName: 'Script^Java',
      StudyDate: '20260601',
      Modality: 'CT',
      SeriesNumber: '1',
      InstanceNumber: '1',
    },
    TransferSyntax.ImplicitVRLittleEndian
  );
}

const made = {
  echo: () => new requests.CEchoRequest(),
  store: () => new requests.CStoreRequest(image(keys[0])),
  find: () =>
    requests.CFindRequest.createStudyFindRequest({ PatientID: keys[0], PatientName: '', StudyInstanceUID: '' }),
  move: () => requests.CMoveRequest.createStudyMoveRequest(keys[1], keys[0]),
  get: () => requests.CGetRequest.createStudyGetRequest(keys[0]),
};

log.setLevel('silent');
const client = new Client();
const request = made[verb]();
request.on('response', (response) => {
  if (response.getStatus() !== Status.Pending) {
    say({ status: response.getStatus() });
  } else if (verb === 'find') {
    const { StudyInstanceUID, PatientName } = response.getDataset().getElements();
    say({ match: StudyInstanceUID, name: String(PatientName) });
  }
});
client.on('cStoreRequest', (received, answer) => {
  const { SOPInstanceUID, PatientID } = received.getDataset().getElements();
  say({ received: SOPInstanceUID, patient: PatientID });
  const response = responses.CStoreResponse.fromRequest(received);
  response.setStatus(Status.Success);
  answer(response);
});
client.on('associationRejected', (rejected) => say({ failed: 'rejected', reason: rejected.reason }));
client.on('networkError', (error) => say({ failed: String(error) }));
client.addRequest(request);
client.send('127.0.0.1', Number(port), calling, 'RADHUB');

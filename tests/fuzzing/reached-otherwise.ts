/**
 * Exported functions that are named like parsers and are no way in for a stranger's bytes of their own: with
 * what stands before them. The test of the list says when a new one is missing.
 */
export const REACHED_OTHERWISE: Readonly<Record<string, string>> = {
	'core/chat/conversation-schema.ts: readConversation': 'what this browser has kept itself',
	'core/evaluation/log-likelihood.ts: readRow': 'logits of the model, each of which is checked',
	'core/lesson/edit/read-draft.ts: readLessonDraft': 'the device’s own draft, as it was kept',
	'core/lesson/lesson-errors.ts: readAs': 'gives the errors of other readers their names',
	'core/jinja/syntax/parse-expression.ts: parseExpression': 'part of parseTemplate',
	'core/jinja/syntax/parse-expression.ts: parseTuple': 'part of parseTemplate',
	'core/jinja/syntax/parse-primary.ts: parsePrimary': 'part of parseTemplate',
	'core/jinja/syntax/parse-primary.ts: parsePostfix': 'part of parseTemplate',
	'core/jinja/syntax/parse-primary.ts: parseFilter': 'part of parseTemplate',
	'core/jinja/syntax/parse-primary.ts: parseFilters': 'part of parseTemplate',
	'core/jinja/syntax/parse-target.ts: parseName': 'part of parseTemplate',
	'core/jinja/syntax/parse-target.ts: parseTarget': 'part of parseTemplate',
	'core/jinja/syntax/string-literal.ts: readString': 'part of parseTemplate',
	'core/jinja/run/scope.ts: readName': 'run by a template, which is rendered in its fuzzing',
	'core/jinja/values/numbers.ts: readFloat': 'run by a template, which is rendered in its fuzzing',
	'core/jinja/values/numbers.ts: readInt': 'run by a template, which is rendered in its fuzzing',
	'engines/onnx/cache-layout.ts: readCacheLayout': 'of what the runtime has read from the graph',
	'engines/onnx/graph/scan-model.ts: readDims': 'part of scanModel',
	'engines/onnx/graph/scan-model.ts: readEntries': 'part of scanModel',
	'engines/onnx/graph/wire.ts: readFields': 'part of readGraph and scanModel',
	'engines/onnx/graph/wire.ts: readPacked': 'part of readGraph and scanModel',
	'engines/onnx/graph/wire.ts: readText': 'part of readGraph and scanModel',
	'engines/onnx/masked-signature.ts: readMaskedSignature':
		'of what the runtime has read from the graph',
	'engines/onnx/model-signature.ts: readSignature': 'of what the runtime has read from the graph',
	'state/library/looking/hub-repository.ts: readHubJson':
		'JSON.parse, guarded; what it gives goes to checkOnnxModel and checkMlcModel',
	'state/library/looking/hub-repository.ts: readHubPage': 'fetches what readModelCard reads',
	'storage/app-cache.ts: readAppFiles': 'the list that the build wrote beside the app',
	'storage/weights/read-verified.ts: readUnverified': 'stored bytes, as they are',
	'storage/weights/read-verified.ts: readVerified': 'stored bytes, compared with their digest',
	'ui/kit/decimal.ts: readNumber': 'what the reader of this page types into a field',
	'ui/views/library/dropped-files.ts: readDrop':
		'lists a folder; what is in it goes to inspectFolder',
	'ui/views/library/dropped-files.ts: readPicked':
		'lists a folder; what is in it goes to inspectFolder',
	'worker/analysis/read-run.ts: readRun': 'gives a run that was read to a model'
};

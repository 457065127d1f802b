// Compiled, never run: a message of 300 fields with its comments, and one of 600.
import { defineMessage, type MessageOf } from '@rclts/idl';

const Point = defineMessage('my_pkg/msg/Point', 'float64 x\nfloat64 y');

const Large = defineMessage(
  'my_pkg/msg/Large',
  `# field 0
bool field_0
int32 field_1 # field 1
uint8[] field_2 # field 2
# field 3
float64[3] field_3
string field_4 # field 4
string<=5 field_5 # field 5
# field 6
int64 field_6
builtin_interfaces/Time field_7 # field 7
Point field_8 # field 8
# field 9
Point[] field_9
bool field_10 # field 10
int32 field_11 # field 11
# field 12
uint8[] field_12
float64[3] field_13 # field 13
string field_14 # field 14
# field 15
string<=5 field_15
int64 field_16 # field 16
builtin_interfaces/Time field_17 # field 17
# field 18
Point field_18
Point[] field_19 # field 19
bool field_20 # field 20
# field 21
int32 field_21
uint8[] field_22 # field 22
float64[3] field_23 # field 23
# field 24
string field_24
string<=5 field_25 # field 25
int64 field_26 # field 26
# field 27
builtin_interfaces/Time field_27
Point field_28 # field 28
Point[] field_29 # field 29
# field 30
bool field_30
int32 field_31 # field 31
uint8[] field_32 # field 32
# field 33
float64[3] field_33
string field_34 # field 34
string<=5 field_35 # field 35
# field 36
int64 field_36
builtin_interfaces/Time field_37 # field 37
Point field_38 # field 38
# field 39
Point[] field_39
bool field_40 # field 40
int32 field_41 # field 41
# field 42
uint8[] field_42
float64[3] field_43 # field 43
string field_44 # field 44
# field 45
string<=5 field_45
int64 field_46 # field 46
builtin_interfaces/Time field_47 # field 47
# field 48
Point field_48
Point[] field_49 # field 49
bool field_50 # field 50
# field 51
int32 field_51
uint8[] field_52 # field 52
float64[3] field_53 # field 53
# field 54
string field_54
string<=5 field_55 # field 55
int64 field_56 # field 56
# field 57
builtin_interfaces/Time field_57
Point field_58 # field 58
Point[] field_59 # field 59
# field 60
bool field_60
int32 field_61 # field 61
uint8[] field_62 # field 62
# field 63
float64[3] field_63
string field_64 # field 64
string<=5 field_65 # field 65
# field 66
int64 field_66
builtin_interfaces/Time field_67 # field 67
Point field_68 # field 68
# field 69
Point[] field_69
bool field_70 # field 70
int32 field_71 # field 71
# field 72
uint8[] field_72
float64[3] field_73 # field 73
string field_74 # field 74
# field 75
string<=5 field_75
int64 field_76 # field 76
builtin_interfaces/Time field_77 # field 77
# field 78
Point field_78
Point[] field_79 # field 79
bool field_80 # field 80
# field 81
int32 field_81
uint8[] field_82 # field 82
float64[3] field_83 # field 83
# field 84
string field_84
string<=5 field_85 # field 85
int64 field_86 # field 86
# field 87
builtin_interfaces/Time field_87
Point field_88 # field 88
Point[] field_89 # field 89
# field 90
bool field_90
int32 field_91 # field 91
uint8[] field_92 # field 92
# field 93
float64[3] field_93
string field_94 # field 94
string<=5 field_95 # field 95
# field 96
int64 field_96
builtin_interfaces/Time field_97 # field 97
Point field_98 # field 98
# field 99
Point[] field_99
bool field_100 # field 100
int32 field_101 # field 101
# field 102
uint8[] field_102
float64[3] field_103 # field 103
string field_104 # field 104
# field 105
string<=5 field_105
int64 field_106 # field 106
builtin_interfaces/Time field_107 # field 107
# field 108
Point field_108
Point[] field_109 # field 109
bool field_110 # field 110
# field 111
int32 field_111
uint8[] field_112 # field 112
float64[3] field_113 # field 113
# field 114
string field_114
string<=5 field_115 # field 115
int64 field_116 # field 116
# field 117
builtin_interfaces/Time field_117
Point field_118 # field 118
Point[] field_119 # field 119
# field 120
bool field_120
int32 field_121 # field 121
uint8[] field_122 # field 122
# field 123
float64[3] field_123
string field_124 # field 124
string<=5 field_125 # field 125
# field 126
int64 field_126
builtin_interfaces/Time field_127 # field 127
Point field_128 # field 128
# field 129
Point[] field_129
bool field_130 # field 130
int32 field_131 # field 131
# field 132
uint8[] field_132
float64[3] field_133 # field 133
string field_134 # field 134
# field 135
string<=5 field_135
int64 field_136 # field 136
builtin_interfaces/Time field_137 # field 137
# field 138
Point field_138
Point[] field_139 # field 139
bool field_140 # field 140
# field 141
int32 field_141
uint8[] field_142 # field 142
float64[3] field_143 # field 143
# field 144
string field_144
string<=5 field_145 # field 145
int64 field_146 # field 146
# field 147
builtin_interfaces/Time field_147
Point field_148 # field 148
Point[] field_149 # field 149
# field 150
bool field_150
int32 field_151 # field 151
uint8[] field_152 # field 152
# field 153
float64[3] field_153
string field_154 # field 154
string<=5 field_155 # field 155
# field 156
int64 field_156
builtin_interfaces/Time field_157 # field 157
Point field_158 # field 158
# field 159
Point[] field_159
bool field_160 # field 160
int32 field_161 # field 161
# field 162
uint8[] field_162
float64[3] field_163 # field 163
string field_164 # field 164
# field 165
string<=5 field_165
int64 field_166 # field 166
builtin_interfaces/Time field_167 # field 167
# field 168
Point field_168
Point[] field_169 # field 169
bool field_170 # field 170
# field 171
int32 field_171
uint8[] field_172 # field 172
float64[3] field_173 # field 173
# field 174
string field_174
string<=5 field_175 # field 175
int64 field_176 # field 176
# field 177
builtin_interfaces/Time field_177
Point field_178 # field 178
Point[] field_179 # field 179
# field 180
bool field_180
int32 field_181 # field 181
uint8[] field_182 # field 182
# field 183
float64[3] field_183
string field_184 # field 184
string<=5 field_185 # field 185
# field 186
int64 field_186
builtin_interfaces/Time field_187 # field 187
Point field_188 # field 188
# field 189
Point[] field_189
bool field_190 # field 190
int32 field_191 # field 191
# field 192
uint8[] field_192
float64[3] field_193 # field 193
string field_194 # field 194
# field 195
string<=5 field_195
int64 field_196 # field 196
builtin_interfaces/Time field_197 # field 197
# field 198
Point field_198
Point[] field_199 # field 199
bool field_200 # field 200
# field 201
int32 field_201
uint8[] field_202 # field 202
float64[3] field_203 # field 203
# field 204
string field_204
string<=5 field_205 # field 205
int64 field_206 # field 206
# field 207
builtin_interfaces/Time field_207
Point field_208 # field 208
Point[] field_209 # field 209
# field 210
bool field_210
int32 field_211 # field 211
uint8[] field_212 # field 212
# field 213
float64[3] field_213
string field_214 # field 214
string<=5 field_215 # field 215
# field 216
int64 field_216
builtin_interfaces/Time field_217 # field 217
Point field_218 # field 218
# field 219
Point[] field_219
bool field_220 # field 220
int32 field_221 # field 221
# field 222
uint8[] field_222
float64[3] field_223 # field 223
string field_224 # field 224
# field 225
string<=5 field_225
int64 field_226 # field 226
builtin_interfaces/Time field_227 # field 227
# field 228
Point field_228
Point[] field_229 # field 229
bool field_230 # field 230
# field 231
int32 field_231
uint8[] field_232 # field 232
float64[3] field_233 # field 233
# field 234
string field_234
string<=5 field_235 # field 235
int64 field_236 # field 236
# field 237
builtin_interfaces/Time field_237
Point field_238 # field 238
Point[] field_239 # field 239
# field 240
bool field_240
int32 field_241 # field 241
uint8[] field_242 # field 242
# field 243
float64[3] field_243
string field_244 # field 244
string<=5 field_245 # field 245
# field 246
int64 field_246
builtin_interfaces/Time field_247 # field 247
Point field_248 # field 248
# field 249
Point[] field_249
bool field_250 # field 250
int32 field_251 # field 251
# field 252
uint8[] field_252
float64[3] field_253 # field 253
string field_254 # field 254
# field 255
string<=5 field_255
int64 field_256 # field 256
builtin_interfaces/Time field_257 # field 257
# field 258
Point field_258
Point[] field_259 # field 259
bool field_260 # field 260
# field 261
int32 field_261
uint8[] field_262 # field 262
float64[3] field_263 # field 263
# field 264
string field_264
string<=5 field_265 # field 265
int64 field_266 # field 266
# field 267
builtin_interfaces/Time field_267
Point field_268 # field 268
Point[] field_269 # field 269
# field 270
bool field_270
int32 field_271 # field 271
uint8[] field_272 # field 272
# field 273
float64[3] field_273
string field_274 # field 274
string<=5 field_275 # field 275
# field 276
int64 field_276
builtin_interfaces/Time field_277 # field 277
Point field_278 # field 278
# field 279
Point[] field_279
bool field_280 # field 280
int32 field_281 # field 281
# field 282
uint8[] field_282
float64[3] field_283 # field 283
string field_284 # field 284
# field 285
string<=5 field_285
int64 field_286 # field 286
builtin_interfaces/Time field_287 # field 287
# field 288
Point field_288
Point[] field_289 # field 289
bool field_290 # field 290
# field 291
int32 field_291
uint8[] field_292 # field 292
float64[3] field_293 # field 293
# field 294
string field_294
string<=5 field_295 # field 295
int64 field_296 # field 296
# field 297
builtin_interfaces/Time field_297
Point field_298 # field 298
Point[] field_299 # field 299`,
  { deps: [Point] },
);
export const first: boolean = Large.codec.defaults().field_0;
export const last: { x: number; y: number }[] = Large.codec.defaults().field_299;
// @ts-expect-error -- there is no such field
export const none: unknown = Large.codec.defaults().field_300;
export const count: keyof MessageOf<typeof Large> = 'field_150';

const Larger = defineMessage(
  'my_pkg/msg/Larger',
  `float64 value_0
float64 value_1
float64 value_2
float64 value_3
float64 value_4
float64 value_5
float64 value_6
float64 value_7
float64 value_8
float64 value_9
float64 value_10
float64 value_11
float64 value_12
float64 value_13
float64 value_14
float64 value_15
float64 value_16
float64 value_17
float64 value_18
float64 value_19
float64 value_20
float64 value_21
float64 value_22
float64 value_23
float64 value_24
float64 value_25
float64 value_26
float64 value_27
float64 value_28
float64 value_29
float64 value_30
float64 value_31
float64 value_32
float64 value_33
float64 value_34
float64 value_35
float64 value_36
float64 value_37
float64 value_38
float64 value_39
float64 value_40
float64 value_41
float64 value_42
float64 value_43
float64 value_44
float64 value_45
float64 value_46
float64 value_47
float64 value_48
float64 value_49
float64 value_50
float64 value_51
float64 value_52
float64 value_53
float64 value_54
float64 value_55
float64 value_56
float64 value_57
float64 value_58
float64 value_59
float64 value_60
float64 value_61
float64 value_62
float64 value_63
float64 value_64
float64 value_65
float64 value_66
float64 value_67
float64 value_68
float64 value_69
float64 value_70
float64 value_71
float64 value_72
float64 value_73
float64 value_74
float64 value_75
float64 value_76
float64 value_77
float64 value_78
float64 value_79
float64 value_80
float64 value_81
float64 value_82
float64 value_83
float64 value_84
float64 value_85
float64 value_86
float64 value_87
float64 value_88
float64 value_89
float64 value_90
float64 value_91
float64 value_92
float64 value_93
float64 value_94
float64 value_95
float64 value_96
float64 value_97
float64 value_98
float64 value_99
float64 value_100
float64 value_101
float64 value_102
float64 value_103
float64 value_104
float64 value_105
float64 value_106
float64 value_107
float64 value_108
float64 value_109
float64 value_110
float64 value_111
float64 value_112
float64 value_113
float64 value_114
float64 value_115
float64 value_116
float64 value_117
float64 value_118
float64 value_119
float64 value_120
float64 value_121
float64 value_122
float64 value_123
float64 value_124
float64 value_125
float64 value_126
float64 value_127
float64 value_128
float64 value_129
float64 value_130
float64 value_131
float64 value_132
float64 value_133
float64 value_134
float64 value_135
float64 value_136
float64 value_137
float64 value_138
float64 value_139
float64 value_140
float64 value_141
float64 value_142
float64 value_143
float64 value_144
float64 value_145
float64 value_146
float64 value_147
float64 value_148
float64 value_149
float64 value_150
float64 value_151
float64 value_152
float64 value_153
float64 value_154
float64 value_155
float64 value_156
float64 value_157
float64 value_158
float64 value_159
float64 value_160
float64 value_161
float64 value_162
float64 value_163
float64 value_164
float64 value_165
float64 value_166
float64 value_167
float64 value_168
float64 value_169
float64 value_170
float64 value_171
float64 value_172
float64 value_173
float64 value_174
float64 value_175
float64 value_176
float64 value_177
float64 value_178
float64 value_179
float64 value_180
float64 value_181
float64 value_182
float64 value_183
float64 value_184
float64 value_185
float64 value_186
float64 value_187
float64 value_188
float64 value_189
float64 value_190
float64 value_191
float64 value_192
float64 value_193
float64 value_194
float64 value_195
float64 value_196
float64 value_197
float64 value_198
float64 value_199
float64 value_200
float64 value_201
float64 value_202
float64 value_203
float64 value_204
float64 value_205
float64 value_206
float64 value_207
float64 value_208
float64 value_209
float64 value_210
float64 value_211
float64 value_212
float64 value_213
float64 value_214
float64 value_215
float64 value_216
float64 value_217
float64 value_218
float64 value_219
float64 value_220
float64 value_221
float64 value_222
float64 value_223
float64 value_224
float64 value_225
float64 value_226
float64 value_227
float64 value_228
float64 value_229
float64 value_230
float64 value_231
float64 value_232
float64 value_233
float64 value_234
float64 value_235
float64 value_236
float64 value_237
float64 value_238
float64 value_239
float64 value_240
float64 value_241
float64 value_242
float64 value_243
float64 value_244
float64 value_245
float64 value_246
float64 value_247
float64 value_248
float64 value_249
float64 value_250
float64 value_251
float64 value_252
float64 value_253
float64 value_254
float64 value_255
float64 value_256
float64 value_257
float64 value_258
float64 value_259
float64 value_260
float64 value_261
float64 value_262
float64 value_263
float64 value_264
float64 value_265
float64 value_266
float64 value_267
float64 value_268
float64 value_269
float64 value_270
float64 value_271
float64 value_272
float64 value_273
float64 value_274
float64 value_275
float64 value_276
float64 value_277
float64 value_278
float64 value_279
float64 value_280
float64 value_281
float64 value_282
float64 value_283
float64 value_284
float64 value_285
float64 value_286
float64 value_287
float64 value_288
float64 value_289
float64 value_290
float64 value_291
float64 value_292
float64 value_293
float64 value_294
float64 value_295
float64 value_296
float64 value_297
float64 value_298
float64 value_299
float64 value_300
float64 value_301
float64 value_302
float64 value_303
float64 value_304
float64 value_305
float64 value_306
float64 value_307
float64 value_308
float64 value_309
float64 value_310
float64 value_311
float64 value_312
float64 value_313
float64 value_314
float64 value_315
float64 value_316
float64 value_317
float64 value_318
float64 value_319
float64 value_320
float64 value_321
float64 value_322
float64 value_323
float64 value_324
float64 value_325
float64 value_326
float64 value_327
float64 value_328
float64 value_329
float64 value_330
float64 value_331
float64 value_332
float64 value_333
float64 value_334
float64 value_335
float64 value_336
float64 value_337
float64 value_338
float64 value_339
float64 value_340
float64 value_341
float64 value_342
float64 value_343
float64 value_344
float64 value_345
float64 value_346
float64 value_347
float64 value_348
float64 value_349
float64 value_350
float64 value_351
float64 value_352
float64 value_353
float64 value_354
float64 value_355
float64 value_356
float64 value_357
float64 value_358
float64 value_359
float64 value_360
float64 value_361
float64 value_362
float64 value_363
float64 value_364
float64 value_365
float64 value_366
float64 value_367
float64 value_368
float64 value_369
float64 value_370
float64 value_371
float64 value_372
float64 value_373
float64 value_374
float64 value_375
float64 value_376
float64 value_377
float64 value_378
float64 value_379
float64 value_380
float64 value_381
float64 value_382
float64 value_383
float64 value_384
float64 value_385
float64 value_386
float64 value_387
float64 value_388
float64 value_389
float64 value_390
float64 value_391
float64 value_392
float64 value_393
float64 value_394
float64 value_395
float64 value_396
float64 value_397
float64 value_398
float64 value_399
float64 value_400
float64 value_401
float64 value_402
float64 value_403
float64 value_404
float64 value_405
float64 value_406
float64 value_407
float64 value_408
float64 value_409
float64 value_410
float64 value_411
float64 value_412
float64 value_413
float64 value_414
float64 value_415
float64 value_416
float64 value_417
float64 value_418
float64 value_419
float64 value_420
float64 value_421
float64 value_422
float64 value_423
float64 value_424
float64 value_425
float64 value_426
float64 value_427
float64 value_428
float64 value_429
float64 value_430
float64 value_431
float64 value_432
float64 value_433
float64 value_434
float64 value_435
float64 value_436
float64 value_437
float64 value_438
float64 value_439
float64 value_440
float64 value_441
float64 value_442
float64 value_443
float64 value_444
float64 value_445
float64 value_446
float64 value_447
float64 value_448
float64 value_449
float64 value_450
float64 value_451
float64 value_452
float64 value_453
float64 value_454
float64 value_455
float64 value_456
float64 value_457
float64 value_458
float64 value_459
float64 value_460
float64 value_461
float64 value_462
float64 value_463
float64 value_464
float64 value_465
float64 value_466
float64 value_467
float64 value_468
float64 value_469
float64 value_470
float64 value_471
float64 value_472
float64 value_473
float64 value_474
float64 value_475
float64 value_476
float64 value_477
float64 value_478
float64 value_479
float64 value_480
float64 value_481
float64 value_482
float64 value_483
float64 value_484
float64 value_485
float64 value_486
float64 value_487
float64 value_488
float64 value_489
float64 value_490
float64 value_491
float64 value_492
float64 value_493
float64 value_494
float64 value_495
float64 value_496
float64 value_497
float64 value_498
float64 value_499
float64 value_500
float64 value_501
float64 value_502
float64 value_503
float64 value_504
float64 value_505
float64 value_506
float64 value_507
float64 value_508
float64 value_509
float64 value_510
float64 value_511
float64 value_512
float64 value_513
float64 value_514
float64 value_515
float64 value_516
float64 value_517
float64 value_518
float64 value_519
float64 value_520
float64 value_521
float64 value_522
float64 value_523
float64 value_524
float64 value_525
float64 value_526
float64 value_527
float64 value_528
float64 value_529
float64 value_530
float64 value_531
float64 value_532
float64 value_533
float64 value_534
float64 value_535
float64 value_536
float64 value_537
float64 value_538
float64 value_539
float64 value_540
float64 value_541
float64 value_542
float64 value_543
float64 value_544
float64 value_545
float64 value_546
float64 value_547
float64 value_548
float64 value_549
float64 value_550
float64 value_551
float64 value_552
float64 value_553
float64 value_554
float64 value_555
float64 value_556
float64 value_557
float64 value_558
float64 value_559
float64 value_560
float64 value_561
float64 value_562
float64 value_563
float64 value_564
float64 value_565
float64 value_566
float64 value_567
float64 value_568
float64 value_569
float64 value_570
float64 value_571
float64 value_572
float64 value_573
float64 value_574
float64 value_575
float64 value_576
float64 value_577
float64 value_578
float64 value_579
float64 value_580
float64 value_581
float64 value_582
float64 value_583
float64 value_584
float64 value_585
float64 value_586
float64 value_587
float64 value_588
float64 value_589
float64 value_590
float64 value_591
float64 value_592
float64 value_593
float64 value_594
float64 value_595
float64 value_596
float64 value_597
float64 value_598
float64 value_599`,
);
export const value: number = Larger.codec.defaults().value_599;

<?php
function panel(string $method, string $path, ?array $body = null): array
{
    $curl = curl_init('__PANEL__/api' . $path);
    curl_setopt_array($curl, [
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_CUSTOMREQUEST => $method,
        CURLOPT_HTTPHEADER => [
            'Authorization: Bearer __KEY__',
            'Content-Type: application/json',
            'Idempotency-Key: invoice-2042-line-1',
        ],
    ]);
    if ($body !== null) {
        curl_setopt($curl, CURLOPT_POSTFIELDS, json_encode($body));
    }
    $answer = json_decode(curl_exec($curl), true, 512, JSON_THROW_ON_ERROR);
    if (($answer['code'] ?? 1) !== 1) {
        throw new RuntimeException($answer['message']);
    }
    return $answer;
}

$placed = panel('POST', '/order/create', [
    'link' => 'https://www.example.com/r/example/comments/abc123/',
    'type' => 1, 'vote' => 5, 'after' => 0, 'speed' => 1,
]);
echo panel('GET', '/order/' . $placed['order_id'])['status'], "\n";
echo panel('GET', '/check-balance')['balance'], "\n";
